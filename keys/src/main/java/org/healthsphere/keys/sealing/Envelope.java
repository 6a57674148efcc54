package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A message from one member to another: its header is readable, its content only by the recipient, and both are signed.
 *
 * <p>Of {@linkplain Form two forms}, which {@link EnvelopeOpener} tells apart. The first: bytes, numbers big-endian: {@code "HSE1"}; length of the header (2); header, canonical JSON; encapsulation (1120);
 * chunks; signature (64, ES256). The key comes of {@link Agreement} in the context of the header's bytes. Each chunk is
 * AES-256-GCM of 65,536 bytes, the last of at most so many, followed by its tag; its nonce is seven zero bytes, the chunk's
 * number (4) and one byte that is 1 for the last (STREAM, Hoang, Reyhanitabar, Rogaway, Vizár 2015). What is signed is
 * {@code "HealthSphere envelope v1 signature"} and SHA-256 of all bytes before the signature.
 *
 * <p>The second, for what is long, is the same with {@code "HSE2"} and {@code v2} in place of {@code "HSE1"} and {@code v1}, and what is
 * hashed for the signature is what comes before the chunks, and of each chunk its tag alone. Only who has the key makes other bytes of the
 * same tag: the sender, and the recipient, who would deceive nobody but himself. What was released is proved by the receipt, not by the
 * envelope.
 */
public final class Envelope {
    static final int MAGIC_BYTES = 4;
    static final int LARGEST_HEADER = 4096;
    static final int SIGNATURE_BYTES = 64;
    static final int CHUNK = 64 * 1024;
    static final int SEALED_CHUNK = CHUNK + Gcm.TAG_BYTES;

    private Envelope() {}

    /** What is signed of an envelope, and by what it is known. */
    enum Form {
        /** Every byte: the form that every member reads. */
        WHOLE("HSE1", "HealthSphere envelope v1"),
        /** What is before the chunks, and their tags. */
        TAGS("HSE2", "HealthSphere envelope v2");

        private final String magic;
        private final String label;

        Form(String magic, String label) {
            this.magic = magic;
            this.label = label;
        }

        /** The first four bytes. */
        byte[] magic() {
            return Hkdf.label(magic);
        }

        /** Of what begins with these bytes; empty: of another version. */
        static Optional<Form> of(byte[] envelope) {
            return Arrays.stream(values())
                    .filter(form -> Arrays.equals(form.magic(), 0, MAGIC_BYTES, envelope, 0, MAGIC_BYTES))
                    .findFirst();
        }

        /** In which a key is agreed on. */
        Bytes context(byte[] header) {
            return Bytes.of(joined(Hkdf.label(label), header));
        }

        /** What the sender signs. */
        byte[] signed(MessageDigest digest) {
            return joined(Hkdf.label(label + " signature"), digest.digest());
        }

        private static byte[] joined(byte[] first, byte[] second) {
            return ByteBuffer.allocate(first.length + second.length)
                    .put(first)
                    .put(second)
                    .array();
        }
    }

    /** For whom an envelope is sealed, and who signs it. */
    public record Sealed(RecipientKey recipient, Signer sender, SecureRandom random) {}

    /** Seals content for the member that the header names, signed by the one that it is from. */
    public static Bytes seal(
            Bytes content, EnvelopeHeader header, RecipientKey recipient, Signer sender, SecureRandom random) {
        return seal(Form.WHOLE, content, header, new Sealed(recipient, sender, random));
    }

    /** The same in the form for what is long, which is read by members of this release and later. */
    public static Bytes sealLong(Bytes content, EnvelopeHeader header, Sealed by) {
        return seal(Form.TAGS, content, header, by);
    }

    private static Bytes seal(Form form, Bytes content, EnvelopeHeader header, Sealed by) {
        var encoded = header.encoded();
        var agreed = by.recipient().agree(form.context(encoded.array()), by.random());
        var chunks = Math.max(1, Math.ceilDiv(content.length(), CHUNK));
        var start = MAGIC_BYTES + Short.BYTES + encoded.length() + RecipientKey.ENCAPSULATION;
        var envelope = new byte[Math.addExact(start + SIGNATURE_BYTES + chunks * Gcm.TAG_BYTES, content.length())];
        var out = ByteBuffer.wrap(envelope)
                .put(form.magic())
                .putShort((short) encoded.length())
                .put(encoded.array())
                .put(agreed.encapsulation().array());
        var gcm = new Gcm(agreed.key().array());
        for (var i = 0; i < chunks; i++) {
            var at = i * CHUNK;
            var part = new Part(content, at, Math.min(CHUNK, content.length() - at));
            out.position(out.position() + gcm.seal(nonce(i, i == chunks - 1), part, envelope, out.position()));
        }
        out.put(by.sender().sign(signed(form, envelope, start)));
        return Bytes.of(envelope);
    }

    /** What the outside says. Nobody has vouched for it yet: it serves to route, not to decide. */
    public static Outcome<EnvelopeHeader> peek(Bytes envelope) {
        return Layout.of(envelope).map(Layout::header);
    }

    /**
     * What the sender signs.
     *
     * @param chunks where they begin
     */
    static byte[] signed(Form form, byte[] envelope, int chunks) {
        var digest = sha256();
        var end = envelope.length - SIGNATURE_BYTES;
        switch (form) {
            case WHOLE -> digest.update(envelope, 0, end);
            case TAGS -> {
                digest.update(envelope, 0, chunks);
                for (var at = chunks; at < end; at += SEALED_CHUNK) {
                    digest.update(envelope, Math.min(at + SEALED_CHUNK, end) - Gcm.TAG_BYTES, Gcm.TAG_BYTES);
                }
            }
        }
        return form.signed(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] nonce(int number, boolean last) {
        return ByteBuffer.allocate(Gcm.NONCE_BYTES)
                .putInt(7, number)
                .put(11, (byte) (last ? 1 : 0))
                .array();
    }

    /** Where the parts of an envelope are. */
    record Layout(Bytes envelope, Form form, EnvelopeHeader header, int headerEnd) {
        static Outcome<Layout> of(Bytes bytes) {
            var envelope = bytes.array();
            var start = MAGIC_BYTES + Short.BYTES;
            if (envelope.length < start || !Arrays.equals(envelope, 0, 3, Form.WHOLE.magic(), 0, 3)) {
                return Outcome.failed(new Fault.Invalid("not an envelope"));
            }
            var form = Form.of(envelope);
            if (form.isEmpty()) {
                return Outcome.failed(new Fault.VersionMismatch("an envelope of another version"));
            }
            var headerEnd =
                    start + Short.toUnsignedInt(ByteBuffer.wrap(envelope).getShort(MAGIC_BYTES));
            var shortest = headerEnd + RecipientKey.ENCAPSULATION + Gcm.TAG_BYTES + SIGNATURE_BYTES;
            if (headerEnd - start > LARGEST_HEADER || envelope.length < shortest) {
                return Outcome.failed(new Fault.Invalid("not a whole envelope"));
            }
            return EnvelopeHeader.parse(Arrays.copyOfRange(envelope, start, headerEnd))
                    .map(header -> new Layout(bytes, form.get(), header, headerEnd));
        }

        byte[] headerBytes() {
            return range(MAGIC_BYTES + Short.BYTES, headerEnd);
        }

        Bytes encapsulation() {
            return Bytes.of(range(headerEnd, headerEnd + RecipientKey.ENCAPSULATION));
        }

        Bytes context() {
            return form.context(headerBytes());
        }

        /** What the sender has signed, if it is his. */
        byte[] signed() {
            return Envelope.signed(form, envelope.array(), headerEnd + RecipientKey.ENCAPSULATION);
        }

        byte[] signature() {
            return range(envelope.length() - SIGNATURE_BYTES, envelope.length());
        }

        /** The chunks, encrypted. */
        Part chunks() {
            var start = headerEnd + RecipientKey.ENCAPSULATION;
            return new Part(envelope, start, envelope.length() - SIGNATURE_BYTES - start);
        }

        private byte[] range(int from, int to) {
            return Arrays.copyOfRange(envelope.array(), from, to);
        }
    }
}

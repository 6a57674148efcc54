package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A message from one member to another: its header is readable, its content only by the recipient, and both are signed.
 *
 * <p>Bytes, numbers big-endian: {@code "HSE1"}; length of the header (2); header, canonical JSON; encapsulation (1120);
 * chunks; signature (64, ES256). The key comes of {@link Agreement} in the context of the header's bytes. Each chunk is
 * AES-256-GCM of 65,536 bytes, the last of at most so many, followed by its tag; its nonce is seven zero bytes, the chunk's
 * number (4) and one byte that is 1 for the last (STREAM, Hoang, Reyhanitabar, Rogaway, Vizár 2015). What is signed is
 * {@code "HealthSphere envelope v1 signature"} and SHA-256 of all bytes before the signature.
 */
public final class Envelope {
    static final byte[] MAGIC = Hkdf.label("HSE1");
    static final int LARGEST_HEADER = 4096;
    static final int SIGNATURE_BYTES = 64;
    static final int CHUNK = 64 * 1024;
    static final int SEALED_CHUNK = CHUNK + Gcm.TAG_BYTES;

    private static final byte[] CONTEXT = Hkdf.label("HealthSphere envelope v1");
    private static final byte[] SIGNED = Hkdf.label("HealthSphere envelope v1 signature");

    private Envelope() {}

    /** Seals content for the member that the header names, signed by the one that it is from. */
    public static Bytes seal(
            Bytes content, EnvelopeHeader header, RecipientKey recipient, Signer sender, SecureRandom random) {
        var encoded = header.encoded();
        var agreed = recipient.agree(context(encoded.array()), random);
        var chunks = Math.max(1, Math.ceilDiv(content.length(), CHUNK));
        var start = MAGIC.length + Short.BYTES + encoded.length() + RecipientKey.ENCAPSULATION;
        var envelope = new byte[Math.addExact(start + SIGNATURE_BYTES + chunks * Gcm.TAG_BYTES, content.length())];
        var out = ByteBuffer.wrap(envelope)
                .put(MAGIC)
                .putShort((short) encoded.length())
                .put(encoded.array())
                .put(agreed.encapsulation().array());
        var gcm = new Gcm(agreed.key().array());
        for (var i = 0; i < chunks; i++) {
            var at = i * CHUNK;
            var part = new Part(content, at, Math.min(CHUNK, content.length() - at));
            out.position(out.position() + gcm.seal(nonce(i, i == chunks - 1), part, envelope, out.position()));
        }
        out.put(sender.sign(signed(envelope)));
        return Bytes.of(envelope);
    }

    /** What the outside says. Nobody has vouched for it yet: it serves to route, not to decide. */
    public static Outcome<EnvelopeHeader> peek(Bytes envelope) {
        return Layout.of(envelope).map(Layout::header);
    }

    static Bytes context(byte[] header) {
        return Bytes.of(ByteBuffer.allocate(CONTEXT.length + header.length)
                .put(CONTEXT)
                .put(header)
                .array());
    }

    /** What the sender signs. */
    static byte[] signed(byte[] envelope) {
        var digest = sha256();
        digest.update(envelope, 0, envelope.length - SIGNATURE_BYTES);
        return signed(digest);
    }

    /** The same, of the digest of all bytes before the signature. */
    static byte[] signed(MessageDigest digest) {
        return ByteBuffer.allocate(SIGNED.length + digest.getDigestLength())
                .put(SIGNED)
                .put(digest.digest())
                .array();
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
    record Layout(Bytes envelope, EnvelopeHeader header, int headerEnd) {
        static Outcome<Layout> of(Bytes bytes) {
            var envelope = bytes.array();
            var start = MAGIC.length + Short.BYTES;
            if (envelope.length < start || !Arrays.equals(envelope, 0, 3, MAGIC, 0, 3)) {
                return Outcome.failed(new Fault.Invalid("not an envelope"));
            }
            if (envelope[3] != MAGIC[3]) {
                return Outcome.failed(new Fault.VersionMismatch("an envelope of another version"));
            }
            var headerEnd =
                    start + Short.toUnsignedInt(ByteBuffer.wrap(envelope).getShort(MAGIC.length));
            var shortest = headerEnd + RecipientKey.ENCAPSULATION + Gcm.TAG_BYTES + SIGNATURE_BYTES;
            if (headerEnd - start > LARGEST_HEADER || envelope.length < shortest) {
                return Outcome.failed(new Fault.Invalid("not a whole envelope"));
            }
            return EnvelopeHeader.parse(Arrays.copyOfRange(envelope, start, headerEnd))
                    .map(header -> new Layout(bytes, header, headerEnd));
        }

        byte[] headerBytes() {
            return range(MAGIC.length + Short.BYTES, headerEnd);
        }

        Bytes encapsulation() {
            return Bytes.of(range(headerEnd, headerEnd + RecipientKey.ENCAPSULATION));
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

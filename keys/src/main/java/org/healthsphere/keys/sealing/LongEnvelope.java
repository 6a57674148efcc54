package org.healthsphere.keys.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.SecureRandom;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;

/** The same bytes as {@link Envelope} makes, of a content of any length: it is read and written chunk by chunk, and memory holds two of them. */
public final class LongEnvelope {
    private LongEnvelope() {}

    /** Seals all that the stream gives; neither stream is closed. The length of the content. */
    public static long seal(
            InputStream content, EnvelopeHeader header, Sealed by, OutputStream envelope) throws IOException {
        var encoded = header.encoded();
        var agreed = by.recipient().agree(Envelope.context(encoded.array()), by.random());
        var out = new DigestOutputStream(envelope, Envelope.sha256());
        out.write(Envelope.MAGIC);
        out.write(ByteBuffer.allocate(Short.BYTES).putShort((short) encoded.length()).array());
        out.write(encoded.array());
        out.write(agreed.encapsulation().array());
        var length = chunks(content, new Gcm(agreed.key().array()), out);
        envelope.write(by.sender().sign(Envelope.signed(out.getMessageDigest())));
        return length;
    }

    /** For whom it is sealed, and who signs it. */
    public record Sealed(RecipientKey recipient, Signer sender, SecureRandom random) {}

    /** One chunk is read ahead: the last one says that it is the last. */
    private static long chunks(InputStream content, Gcm gcm, OutputStream out) throws IOException {
        var closed = new byte[Envelope.SEALED_CHUNK];
        var chunk = content.readNBytes(Envelope.CHUNK);
        var length = 0L;
        for (var number = 0; ; number++) {
            var next = chunk.length < Envelope.CHUNK ? new byte[0] : content.readNBytes(Envelope.CHUNK);
            var last = next.length == 0;
            var written = gcm.seal(Envelope.nonce(number, last), Part.of(Bytes.of(chunk)), closed, 0);
            out.write(closed, 0, written);
            length += chunk.length;
            if (last) {
                return length;
            }
            chunk = next;
        }
    }
}

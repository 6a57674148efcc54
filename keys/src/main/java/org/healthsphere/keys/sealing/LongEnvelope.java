package org.healthsphere.keys.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.healthsphere.keys.sealing.Envelope.Form;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;

/**
 * The same bytes as {@link Envelope} makes in the form for what is long, of a content of any length: it is read and written chunk by chunk,
 * and memory holds two of them.
 */
public final class LongEnvelope {
    private LongEnvelope() {}

    /** Seals all that the stream gives; neither stream is closed. The length of the content. */
    public static long seal(InputStream content, EnvelopeHeader header, Envelope.Sealed by, OutputStream envelope)
            throws IOException {
        var encoded = header.encoded();
        var agreed = by.recipient().agree(Form.TAGS.context(encoded.array()), by.random());
        var head = ByteBuffer.allocate(
                        Envelope.MAGIC_BYTES + Short.BYTES + encoded.length() + RecipientKey.ENCAPSULATION)
                .put(Form.TAGS.magic())
                .putShort((short) encoded.length())
                .put(encoded.array())
                .put(agreed.encapsulation().array())
                .array();
        envelope.write(head);
        var digest = Envelope.sha256();
        digest.update(head);
        var length = chunks(content, new Gcm(agreed.key().array()), envelope, digest);
        envelope.write(by.sender().sign(Form.TAGS.signed(digest)));
        return length;
    }

    /** One chunk is read ahead: the last one says that it is the last. */
    private static long chunks(InputStream content, Gcm gcm, OutputStream out, MessageDigest tags) throws IOException {
        var closed = new byte[Envelope.SEALED_CHUNK];
        var chunk = new byte[Envelope.CHUNK];
        var next = new byte[Envelope.CHUNK];
        var filled = content.readNBytes(chunk, 0, Envelope.CHUNK);
        var length = 0L;
        for (var number = 0; ; number++) {
            var ahead = filled < Envelope.CHUNK ? 0 : content.readNBytes(next, 0, Envelope.CHUNK);
            var part = new Part(Bytes.of(chunk), 0, filled);
            var written = gcm.seal(Envelope.nonce(number, ahead == 0), part, closed, 0);
            out.write(closed, 0, written);
            tags.update(closed, written - Gcm.TAG_BYTES, Gcm.TAG_BYTES);
            length += filled;
            if (ahead == 0) {
                return length;
            }
            var read = chunk;
            chunk = next;
            next = read;
            filled = ahead;
        }
    }
}

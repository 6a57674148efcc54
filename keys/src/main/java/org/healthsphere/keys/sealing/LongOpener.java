package org.healthsphere.keys.sealing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.healthsphere.keys.sealing.Envelope.Layout;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** An envelope in a file, read twice from its beginning: once for its signature, and once for its content. */
final class LongOpener {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long length;

    LongOpener(Path file) throws IOException {
        this.file = file;
        this.length = Files.size(file);
    }

    /** What is before the chunks and after them; of the chunks nothing but what makes it an envelope. */
    Outcome<Layout> layout() throws IOException {
        var least = Envelope.MAGIC.length + Short.BYTES;
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(
                    least + Envelope.LARGEST_HEADER + RecipientKey.ENCAPSULATION + Gcm.TAG_BYTES + Envelope.SIGNATURE_BYTES);
            if (head.length < least) {
                return Outcome.failed(new Fault.Invalid("not a whole envelope"));
            }
            var start = least + Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(Envelope.MAGIC.length));
            var whole = start + RecipientKey.ENCAPSULATION + Gcm.TAG_BYTES + Envelope.SIGNATURE_BYTES;
            return length < whole
                    ? Outcome.failed(new Fault.Invalid("not a whole envelope"))
                    : Layout.of(Bytes.of(Arrays.copyOf(head, Math.min(head.length, whole))));
        }
    }

    /** What the sender has signed, if it is his. */
    byte[] signed() throws IOException {
        var digest = Envelope.sha256();
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[BUFFER];
            for (var left = length - Envelope.SIGNATURE_BYTES; left > 0; ) {
                var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the file has become shorter");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        return Envelope.signed(digest);
    }

    byte[] signature() throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(length - Envelope.SIGNATURE_BYTES);
            return in.readNBytes(Envelope.SIGNATURE_BYTES);
        }
    }

    /** Writes what is in it; what was written counts only when this succeeds. The length of the content. */
    Outcome<Long> content(Layout layout, Gcm gcm, OutputStream to) throws IOException {
        var start = layout.headerEnd() + RecipientKey.ENCAPSULATION;
        var closed = length - Envelope.SIGNATURE_BYTES - start;
        var chunks = Math.ceilDiv(closed, Envelope.SEALED_CHUNK);
        var content = closed - chunks * Gcm.TAG_BYTES;
        if (content < 0 || chunks > Integer.MAX_VALUE || (chunks > 1 && content <= (chunks - 1) * Envelope.CHUNK)) {
            return Outcome.failed(new Fault.Invalid(EnvelopeOpener.BROKEN));
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            in.skipNBytes(start);
            return opened(in, closed, gcm, to) ? Outcome.of(content) : Outcome.failed(new Fault.Invalid(EnvelopeOpener.BROKEN));
        }
    }

    private static boolean opened(InputStream in, long closed, Gcm gcm, OutputStream to) throws IOException {
        var plain = new byte[Envelope.CHUNK];
        var left = closed;
        for (var number = 0; left > 0; number++) {
            var chunk = in.readNBytes((int) Math.min(Envelope.SEALED_CHUNK, left));
            left -= chunk.length;
            var opened = gcm.open(Envelope.nonce(number, left == 0), Part.of(Bytes.of(chunk)), plain, 0);
            if (opened.isEmpty()) {
                return false;
            }
            to.write(plain, 0, opened.get());
        }
        return true;
    }
}

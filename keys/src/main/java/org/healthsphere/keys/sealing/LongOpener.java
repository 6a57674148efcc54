package org.healthsphere.keys.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.healthsphere.keys.sealing.Envelope.Layout;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** An envelope in a file, read twice from its beginning: once for its signature, and once for its content. */
final class LongOpener {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final long length;

    LongOpener(Path path) throws IOException {
        this.path = path;
        this.length = Files.size(path);
    }

    /** What is before the chunks and after them; of the chunks nothing but what makes it an envelope. */
    Outcome<Layout> layout() throws IOException {
        var least = Envelope.MAGIC_BYTES + Short.BYTES;
        try (var in = Files.newInputStream(path)) {
            var head = in.readNBytes(least
                    + Envelope.LARGEST_HEADER
                    + RecipientKey.ENCAPSULATION
                    + Gcm.TAG_BYTES
                    + Envelope.SIGNATURE_BYTES);
            if (head.length < least) {
                return Outcome.failed(new Fault.Invalid("not a whole envelope"));
            }
            var start = least + Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(Envelope.MAGIC_BYTES));
            var whole = start + RecipientKey.ENCAPSULATION + Gcm.TAG_BYTES + Envelope.SIGNATURE_BYTES;
            return length < whole
                    ? Outcome.failed(new Fault.Invalid("not a whole envelope"))
                    : Layout.of(Bytes.of(Arrays.copyOf(head, Math.min(head.length, whole))));
        }
    }

    /** What the sender has signed, if it is his. */
    byte[] signed(Layout layout) throws IOException {
        var digest = Envelope.sha256();
        var chunks = layout.headerEnd() + RecipientKey.ENCAPSULATION;
        var end = length - Envelope.SIGNATURE_BYTES;
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            switch (layout.form()) {
                case WHOLE -> update(digest, file, 0, end);
                case TAGS -> {
                    update(digest, file, 0, chunks);
                    for (long at = chunks; at < end; at += Envelope.SEALED_CHUNK) {
                        var last = Math.min(at + Envelope.SEALED_CHUNK, end);
                        update(digest, file, last - Gcm.TAG_BYTES, last);
                    }
                }
            }
        }
        return layout.form().signed(digest);
    }

    private static void update(MessageDigest digest, FileChannel file, long from, long to) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, to - from));
        for (var at = from; at < to; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            var read = file.read(buffer, at);
            if (read < 0) {
                throw new IOException("the file has become shorter");
            }
            digest.update(buffer.flip());
            at += read;
        }
    }

    byte[] signature() throws IOException {
        try (var in = Files.newInputStream(path)) {
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
        try (var in = Files.newInputStream(path)) {
            in.skipNBytes(start);
            return opened(in, closed, gcm, to)
                    ? Outcome.of(content)
                    : Outcome.failed(new Fault.Invalid(EnvelopeOpener.BROKEN));
        }
    }

    private static boolean opened(InputStream in, long closed, Gcm gcm, OutputStream to) throws IOException {
        var plain = new byte[Envelope.CHUNK];
        var chunk = new byte[Envelope.SEALED_CHUNK];
        var left = closed;
        for (var number = 0; left > 0; number++) {
            var read = in.readNBytes(chunk, 0, (int) Math.min(Envelope.SEALED_CHUNK, left));
            if (read == 0) {
                throw new IOException("the file has become shorter");
            }
            left -= read;
            var part = new Part(Bytes.of(chunk), 0, read);
            var opened = gcm.open(Envelope.nonce(number, left == 0), part, plain, 0);
            if (opened.isEmpty()) {
                return false;
            }
            to.write(plain, 0, opened.get());
        }
        return true;
    }
}

package org.healthsphere.terminology.load;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a text in UTF-8, one after the other, none of them longer than a bound. */
final class Lines implements Closeable {
    /** Longer than any row of any release that is known, in bytes; what is longer is not a row. */
    static final int LONGEST = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char UNREADABLE = '\uFFFD';

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private int at;
    private int end;
    private boolean first = true;

    Lines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line, without its end; empty at the end of the text.
     *
     * @throws TooLong when the line does not end within the bound
     * @throws java.nio.charset.CharacterCodingException when it is not in UTF-8
     */
    Optional<String> next() throws IOException {
        line.reset();
        while (fill()) {
            var from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (line.size() > LONGEST) {
                throw new TooLong();
            }
            if (at < end) {
                at++;
                return Optional.of(text());
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(text());
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private String text() throws IOException {
        var text = line.toString(StandardCharsets.UTF_8);
        if (text.indexOf(UNREADABLE) >= 0) {
            var _ = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line.toByteArray()));
        }
        var start = first && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        first = false;
        return text.substring(start, text.endsWith("\r") ? text.length() - 1 : text.length());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** A line that does not end. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }
}

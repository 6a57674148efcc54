package org.healthsphere.terminology.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a text in UTF-8, one after the other, none of them longer than a bound. */
final class Lines implements Closeable {
    /** Longer than any row of any release that is known; what is longer is not a row. */
    static final int LONGEST = 1 << 20;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final BufferedReader reader;
    private final StringBuilder line = new StringBuilder();
    private boolean first = true;

    Lines(InputStream in) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        reader = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16);
    }

    /**
     * The next line, without its end; empty at the end of the text.
     *
     * @throws TooLong when the line does not end within the bound
     */
    Optional<String> next() throws IOException {
        line.setLength(0);
        var c = reader.read();
        if (first && c == BYTE_ORDER_MARK) {
            c = reader.read();
        }
        first = false;
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() >= LONGEST) {
                throw new TooLong();
            }
            line.append((char) c);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return Optional.of(line.toString());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** A line that does not end. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }
}

package org.healthsphere.terminology.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A text in UTF-8, with a byte order mark before it or without. */
final class Marked implements Closeable {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final BufferedReader reader;

    Marked(InputStream in) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        reader = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    Reader reader() {
        return reader;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

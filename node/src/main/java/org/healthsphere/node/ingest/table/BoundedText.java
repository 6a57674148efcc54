package org.healthsphere.node.ingest.table;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** A text of which no record may be too long, whatever its parser collects. */
final class BoundedText extends FilterReader {
    private static final int BOM = 0xFEFF;

    private final int longest;
    private long left;

    /** A record is too long. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private BoundedText(Reader in, int longest) {
        super(in);
        this.longest = longest;
        this.left = longest;
    }

    /** Bytes that are no text in the character set fail the reading; a byte order mark is skipped. */
    static BoundedText of(InputStream in, Charset charset, int longest) throws IOException {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = new BufferedReader(new InputStreamReader(in, decoder));
        text.mark(1);
        if (text.read() != BOM) {
            text.reset();
        }
        return new BoundedText(text, longest);
    }

    /** The next record begins. */
    void next() {
        left = longest;
    }

    @Override
    public int read() throws IOException {
        count(1);
        return super.read();
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws TooLong {
        left -= read;
        if (left < 0) {
            throw new TooLong();
        }
    }
}

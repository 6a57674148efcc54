package org.healthsphere.node.ingest.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * The lines of an NDJSON file, a resource on each: a row has one column, and its number is the line's.
 *
 * <p>Memory is bounded: a line has at most 16 MiB, and few lines are read ahead.
 */
public final class NdjsonRows implements RowSource, AutoCloseable {
    static final String COLUMN = "resource";
    static final int LONGEST_LINE = 16 << 20;
    private static final int ROWS = 200;
    private static final int CHARACTERS = 1 << 20;

    private final InputStream in;
    private final String origin;
    private long number;

    /**
     * Reads what it is given, and closes it.
     *
     * @param origin as provenance names it, for instance the file
     */
    public NdjsonRows(InputStream in, String origin) {
        this.in = new BufferedInputStream(in);
        this.origin = origin;
    }

    @Override
    public Outcome<Optional<Rows>> next() {
        var rows = new ArrayList<Rows.Row>();
        var characters = 0L;
        try {
            while (rows.size() < ROWS && characters < CHARACTERS) {
                var line = line();
                if (line.isEmpty()) {
                    break;
                }
                number++;
                if (!line.get().isBlank()) {
                    rows.add(new Rows.Row(number, Map.of(COLUMN, line.get())));
                    characters += line.get().length();
                }
            }
        } catch (TooLong _) {
            return refused("is longer than %d bytes".formatted(LONGEST_LINE));
        } catch (CharacterCodingException _) {
            return refused("has bytes that are no UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Outcome.of(
                rows.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Rows(BulkFeed.TABLE, origin, List.of(COLUMN), rows)));
    }

    private Outcome<Optional<Rows>> refused(String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("line " + (number + 1), what))));
    }

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Optional<String> line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (bytes.size() == LONGEST_LINE) {
                throw new TooLong();
            }
            bytes.write(next);
            next = in.read();
        }
        return Optional.of(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

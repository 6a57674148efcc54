package org.healthsphere.node.outbound.flat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A CSV file (RFC 4180): UTF-8, a line for each row, nothing between commas for nothing. */
public final class FlatFile implements FlatTarget {
    private static final String END = "\r\n";

    private final Path to;
    private final Path draft;
    private final Writer out;
    private boolean begun;

    private FlatFile(Path to, Path draft) throws IOException {
        this.to = to;
        this.draft = draft;
        this.out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
    }

    public static FlatFile csv(Path to) throws IOException {
        return new FlatFile(to, to.resolveSibling(to.getFileName() + ".draft"));
    }

    @Override
    public void columns(JsonNode columns) throws IOException {
        if (!begun) {
            begun = true;
            var names = new ArrayList<String>();
            columns.forEach(column -> names.add(quoted(column.path("name").asText())));
            line(names);
        }
    }

    @Override
    public void row(JsonNode values) throws IOException {
        var texts = new ArrayList<String>();
        values.forEach(value -> texts.add(text(value)));
        line(texts);
    }

    private void line(List<String> texts) throws IOException {
        out.write(String.join(",", texts));
        out.write(END);
    }

    /** An empty text is not nothing: it has quotes. */
    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isContainerNode() ? quoted(value.toString()) : quoted(value.asText());
    }

    private static String quoted(String text) {
        var plain = !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void done() throws IOException {
        out.close();
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(draft);
    }
}

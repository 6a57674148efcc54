package org.healthsphere.node.ingest.v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;

/**
 * The MSH segment as it stands, read without a parser: whatever is wrong with a message, its sender gets an answer.
 *
 * @param fields MSH-1, MSH-2, ...: escaped, as they came
 */
record Header(List<String> fields) {
    private static final int MOST = 8192;
    private static final Pattern START = Pattern.compile("MSH[^A-Za-z0-9\\s]{5}.*");
    private static final Pattern BOM = Pattern.compile("^\\u00EF\\u00BB\\u00BF");

    /** Empty when the bytes do not begin with a message header. */
    static Optional<Header> of(Bytes raw) {
        // Every character set that is understood here has ASCII's bytes for the letters of a header.
        var start = new String(Arrays.copyOf(raw.array(), Math.min(raw.length(), MOST)), StandardCharsets.ISO_8859_1);
        var line = BOM.matcher(start)
                .replaceFirst("")
                .stripLeading()
                .lines()
                .findFirst()
                .orElse("");
        if (!START.matcher(line).matches()) {
            return Optional.empty();
        }
        var separator = line.charAt(3);
        var fields = new ArrayList<String>();
        fields.add(String.valueOf(separator));
        fields.addAll(V2Text.split(line.substring(4), separator));
        return fields.get(1).length() < 4 ? Optional.empty() : Optional.of(new Header(List.copyOf(fields)));
    }

    /** MSH-n; empty when it is not there. */
    String field(int n) {
        return n <= fields.size() ? fields.get(n - 1) : "";
    }

    String component(int n, int component) {
        var parts = V2Text.split(field(n), field(2).charAt(0));
        return component <= parts.size() ? parts.get(component - 1).strip() : "";
    }

    /** {@code ADT^A01}; the trigger event decides what a message is, not the structure that MSH-9.3 claims. */
    String event() {
        return component(9, 1) + "^" + component(9, 2);
    }

    String controlId() {
        return field(10).strip();
    }

    /** Who sent: facility and application. */
    String facility() {
        return component(4, 1) + "/" + component(3, 1);
    }

    /** @param unnamed in which a message is that names none */
    Optional<Charset> charset(Charset unnamed) {
        var repetition = field(18).isEmpty() || field(2).length() < 2
                ? field(18)
                : V2Text.split(field(18), field(2).charAt(1)).getFirst();
        return repetition.isBlank() ? Optional.of(unnamed) : Charsets.named(repetition);
    }
}

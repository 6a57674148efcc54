package org.healthsphere.terminology.index;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers the strings of a file for {@link Strings}. */
final class StringTable {
    static final Comparator<byte[]> UTF8 = Arrays::compareUnsigned;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<byte[]> sorted;

    StringTable(Set<String> strings) {
        sorted = strings.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .sorted(UTF8)
                .toList();
        for (var i = 0; i < sorted.size(); i++) {
            numbers.put(new String(sorted.get(i), StandardCharsets.UTF_8), i);
        }
    }

    int number(String text) {
        var number = numbers.get(text);
        if (number == null) {
            throw new IllegalStateException("a string that was not collected");
        }
        return number;
    }

    void writeTo(TxiWriter file) {
        var offsets = new int[sorted.size() + 1];
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < sorted.size(); i++) {
            bytes.writeBytes(sorted.get(i));
            offsets[i + 1] = bytes.size();
        }
        file.ints(Section.STRING_OFFSETS, offsets).bytes(Section.STRING_BYTES, bytes.toByteArray());
    }
}

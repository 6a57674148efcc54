package org.healthsphere.terminology.index;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;

/** The strings of a compiled file, each once, in the order of their UTF-8 bytes: so their numbers compare as they do. */
final class Strings {
    static final int NONE = -1;

    private final IntBuffer offsets;
    private final ByteBuffer bytes;

    Strings(Txi file) {
        offsets = file.ints(Section.STRING_OFFSETS);
        bytes = file.bytes(Section.STRING_BYTES);
    }

    String get(int number) {
        var text = new byte[length(number)];
        bytes.get(offsets.get(number), text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Writes the string as JSON. */
    void write(int number, JsonBytes into) {
        var from = offsets.get(number);
        into.text(bytes, from, offsets.get(number + 1) - from);
    }

    boolean isEmpty(int number) {
        return length(number) == 0;
    }

    /** The number of the string, or {@link #NONE}. */
    int find(String text) {
        var key = text.getBytes(StandardCharsets.UTF_8);
        var low = 0;
        var high = offsets.limit() - 2;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = compare(middle, key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    boolean equals(int number, byte[] key) {
        var start = offsets.get(number);
        if (offsets.get(number + 1) - start != key.length) {
            return false;
        }
        for (var i = 0; i < key.length; i++) {
            if (bytes.get(start + i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    private int compare(int number, byte[] key) {
        var start = offsets.get(number);
        var length = length(number);
        for (var i = 0; i < Math.min(length, key.length); i++) {
            var order = Byte.compareUnsigned(bytes.get(start + i), key[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, key.length);
    }

    private int length(int number) {
        return offsets.get(number + 1) - offsets.get(number);
    }
}

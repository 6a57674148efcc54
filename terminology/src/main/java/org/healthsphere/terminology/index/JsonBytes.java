package org.healthsphere.terminology.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.healthsphere.specs.Bytes;

/** JSON in the making, as bytes: what lies in a file as UTF-8 goes to the answer without becoming text on the way. */
@CanIgnoreReturnValue
public final class JsonBytes {
    private static final JsonMapper JSON = new JsonMapper();

    /** From here on a byte begins what JSON's writer of this product spells in two halves. */
    private static final int FOUR_BYTES = 0xF0;

    private byte[] bytes;
    private int length;

    /** Nothing yet, with room for so many bytes before more is made. */
    public JsonBytes(int room) {
        this.bytes = new byte[room];
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** What is JSON already. */
    public JsonBytes raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    /** What is JSON already, from one place to before another. */
    public JsonBytes raw(byte[] json, int from, int to) {
        room(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public JsonBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** A number that is not negative. */
    public JsonBytes number(int number) {
        return raw(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** A text, in quotes. */
    public JsonBytes text(String text) {
        try {
            return raw(JSON.writeValueAsBytes(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text that cannot be written", e);
        }
    }

    /** A text that lies somewhere in UTF-8, in quotes. */
    JsonBytes text(ByteBuffer utf8, int from, int size) {
        room(size + 2);
        var start = length + 1;
        utf8.get(from, bytes, start, size);
        if (!isPlain(bytes, start, start + size)) {
            return text(new String(bytes, start, size, StandardCharsets.UTF_8));
        }
        bytes[length] = '"';
        bytes[start + size] = '"';
        length += size + 2;
        return this;
    }

    private static boolean isPlain(byte[] text, int from, int to) {
        for (var i = from; i < to; i++) {
            var b = text[i] & 0xFF;
            if (b < ' ' || b == '"' || b == '\\' || b >= FOUR_BYTES) {
                return false;
            }
        }
        return true;
    }

    /** Ends a list: a comma behind the last element becomes the bracket. */
    public JsonBytes endOfList() {
        if (bytes[length - 1] == ',') {
            bytes[length - 1] = ']';
            return this;
        }
        return raw(']');
    }

    public int length() {
        return length;
    }

    /** Everything so far. */
    public Bytes taken() {
        return Bytes.of(Arrays.copyOf(bytes, length));
    }
}

package org.healthsphere.node.store;

import java.util.Arrays;

/**
 * Finds the members of a JSON object in its bytes, without making objects of them.
 *
 * <p>The bytes MUST be well-formed JSON in UTF-8: who lets them into the node has checked that.
 */
public final class JsonMembers {
    /** Takes one member; all offsets are into the bytes, ends exclusive, quotes of the name included. */
    @FunctionalInterface
    public interface Sink {
        void member(int nameStart, int nameEnd, int valueStart, int valueEnd);
    }

    private final byte[] json;
    private int at;

    private JsonMembers(byte[] json, int from) {
        this.json = json;
        this.at = from;
    }

    /** The same document without white space between its tokens; the array itself when there is none. */
    public static byte[] compact(byte[] json) {
        var out = new byte[json.length];
        var length = 0;
        for (var i = 0; i < json.length; ) {
            if (json[i] == '"') {
                var end = stringEnd(json, i);
                System.arraycopy(json, i, out, length, end - i);
                length += end - i;
                i = end;
            } else {
                if (json[i] > ' ' || json[i] < 0) {
                    out[length++] = json[i];
                }
                i++;
            }
        }
        return length == json.length ? json : Arrays.copyOf(out, length);
    }

    /** Hands each member of the object that begins at {@code from} to the sink, in their order. */
    public static void of(byte[] compact, int from, Sink sink) {
        new JsonMembers(compact, from).members(sink);
    }

    /** Takes one element of an array, its end exclusive. */
    @FunctionalInterface
    public interface ElementSink {
        void element(int start, int end);
    }

    /** Hands each element of the array that begins at {@code from} to the sink, in their order. */
    public static void elements(byte[] compact, int from, ElementSink sink) {
        new JsonMembers(compact, from).elements(sink);
    }

    private void elements(ElementSink sink) {
        if (json[at] != '[') {
            throw new IllegalArgumentException("not a JSON array");
        }
        at++;
        while (json[at] != ']') {
            if (json[at] == ',') {
                at++;
            }
            var start = at;
            skipValue();
            sink.element(start, at);
        }
    }

    private void members(Sink sink) {
        if (json[at] != '{') {
            throw new IllegalArgumentException("not a JSON object");
        }
        at++;
        while (json[at] != '}') {
            if (json[at] == ',') {
                at++;
            }
            var name = at;
            at = stringEnd(json, at);
            var nameEnd = at;
            var value = ++at;
            skipValue();
            sink.member(name, nameEnd, value, at);
        }
    }

    private void skipValue() {
        var depth = 0;
        do {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0 || !valueEnds(json[at]));
    }

    private static boolean valueEnds(byte next) {
        return next == ',' || next == '}' || next == ']';
    }

    /** Where the string that begins with the quote at {@code start} ends, its closing quote included. */
    private static int stringEnd(byte[] json, int start) {
        var i = start + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }
}

package org.healthsphere.node.ingest.v2;

import java.nio.charset.Charset;
import java.util.List;

/** The segments of a message, in order, whatever its version and structure: Z segments too. What a message is, its trigger event says. */
record V2Message(List<V2Segment> segments) {
    V2Message {
        segments = List.copyOf(segments);
    }

    /** One segment: fields, each with its repetitions that have a value. */
    record V2Segment(String name, List<List<V2Value>> fields) {
        List<V2Value> field(int number) {
            return number <= fields.size() ? fields.get(number - 1) : List.of();
        }

        /** Whether it says the same, whatever its number in the message. */
        boolean says(V2Segment other) {
            return name.equals(other.name)
                    && fields.subList(Math.min(1, fields.size()), fields.size())
                            .equals(other.fields.subList(Math.min(1, other.fields.size()), other.fields.size()));
        }
    }

    /** Of a text that begins with a header; segments end with CR. */
    static V2Message parse(String text, Charset charset) {
        return new V2Message(V2Text.of(text, charset).segments());
    }
}

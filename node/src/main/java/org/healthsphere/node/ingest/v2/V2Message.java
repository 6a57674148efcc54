package org.healthsphere.node.ingest.v2;

import java.nio.charset.Charset;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

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

    /**
     * Of a text that begins with a header; segments end with CR.
     *
     * <p>{@link Fault.Invalid} when it has more parts than a message may have.
     */
    static Outcome<V2Message> parse(String text, Charset charset) {
        var parts = V2Text.of(text, charset);
        return parts.isWithinBounds()
                ? Outcome.of(new V2Message(parts.segments()))
                : Outcome.failed(new Fault.Invalid("the message has more than %d segments, fields and parts of them"
                        .formatted(V2Text.MOST_PARTS)));
    }
}

package org.healthsphere.node.ingest.v2;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a message, in order, whatever its version and structure: Z segments too.
 *
 * <p>HAPI splits and unescapes; what a message is, its trigger event says.
 */
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

    /** Empty when the text is not a message. Segments end with CR. */
    static Optional<V2Message> parse(String text, Charset charset) {
        // A context is made for each message: HAPI's parser keeps state, and making one is cheap.
        try (var context = new DefaultHapiContext(ValidationContextFactory.noValidation())) {
            context.setModelClassFactory(new GenericModelClassFactory());
            context.getParserConfiguration().setAllowUnknownVersions(true);
            context.getParserConfiguration().setEscaping(new V2Escapes(charset));
            var message = context.getPipeParser().parse(text);
            var segments = new ArrayList<V2Segment>();
            for (var name : message.getNames()) {
                for (Structure structure : message.getAll(name)) {
                    segments.add(segment((Segment) structure));
                }
            }
            return Optional.of(new V2Message(segments));
        } catch (HL7Exception e) {
            return Optional.empty();
        }
    }

    private static V2Segment segment(Segment segment) throws HL7Exception {
        var fields = new ArrayList<List<V2Value>>();
        for (var i = 1; i <= segment.numFields(); i++) {
            var repetitions = new ArrayList<V2Value>();
            for (var type : segment.getField(i)) {
                var value = value(type);
                if (!value.empty()) {
                    repetitions.add(value);
                }
            }
            fields.add(repetitions);
        }
        return new V2Segment(segment.getName(), fields);
    }

    private static V2Value value(Type type) {
        var components = new ArrayList<List<String>>();
        for (var c = 1; c <= Terser.numComponents(type); c++) {
            var parts = new ArrayList<String>();
            for (var s = 1; s <= Terser.numSubComponents(type, c); s++) {
                parts.add(Optional.ofNullable(Terser.getPrimitive(type, c, s).getValue())
                        .orElse(""));
            }
            components.add(parts.isEmpty() ? List.of("") : parts);
        }
        return new V2Value(components);
    }
}

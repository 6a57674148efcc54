package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against HAPI's parser, which is another's reading of the same standard. */
class V2TextTest {
    private static final String HEADER = "MSH|^~\\&|A|B|C|D|2024||ADT^A01|1|P|2.5";

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_message_has_the_same_parts_as_with_hapi(long seed) throws HL7Exception {
        var random = new SplittableRandom(seed);
        var lines = IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(_ -> segment(random))
                .collect(Collectors.joining("\r"));
        var text = HEADER + "\r" + lines + "\r";

        assertThat(ours(text)).isEqualTo(hapis(text));
    }

    @Test
    void what_is_escaped_divides_nothing() {
        var segments = V2Message.parse(
                        HEADER + "\rPID|1\\F\\2|a\\S\\b^c\\T\\d~e\\R\\f\\E\\g|\\X4A4b\\\\.br\\|lone \\ here|\\Zx\\\r",
                        StandardCharsets.UTF_8)
                .orElseThrow()
                .segments();

        assertThat(segments.getLast().fields())
                .isEqualTo(List.of(
                        List.of(V2Value.of("1|2")),
                        List.of(new V2Value(List.of(List.of("a^b"), List.of("c&d"))), V2Value.of("e~f\\g")),
                        List.of(V2Value.of("JK\n")),
                        List.of(V2Value.of("lone \\ here")),
                        List.of(V2Value.of("\\Zx\\"))));
    }

    @Test
    void its_own_delimiters_are_the_header_s_content() {
        var header = V2Message.parse(HEADER + "\r", StandardCharsets.UTF_8)
                .orElseThrow()
                .segments()
                .getFirst();

        assertThat(header.field(1)).isEqualTo(List.of(V2Value.of("|")));
        assertThat(header.field(2)).isEqualTo(List.of(V2Value.of("^~\\&")));
        assertThat(header.field(9).getFirst().at("2")).isEqualTo(List.of(V2Value.of("A01")));
    }

    /** A few bytes of it would become a hundred in memory: 16 MiB of delimiters are no message. */
    @ParameterizedTest
    @ValueSource(strings = {"a|", "a^", "a~", "a&", "ZZZ\r"})
    void what_is_divided_without_end_is_refused_before_it_is_divided(String part) {
        var head = HEADER + "\rZZZ|";
        var room = V2Text.MOST_PARTS - 100;
        assertThat(V2Message.parse(head + part.repeat(room), StandardCharsets.UTF_8))
                .isInstanceOf(Outcome.Success.class);
        assertThat(V2Message.parse(head + part.repeat(V2Text.MOST_PARTS), StandardCharsets.UTF_8))
                .isEqualTo(Outcome.failed(
                        new Fault.Invalid("the message has more than 500000 segments, fields and parts of them")));
    }

    private static String segment(SplittableRandom random) {
        var names = List.of("PID", "OBX", "ZAB", "NTE", "OBX");
        var fields = IntStream.range(0, random.nextInt(7))
                .mapToObj(_ -> some(random, 40))
                .toList();
        return names.get(random.nextInt(names.size())) + "|" + String.join("|", fields);
    }

    private static String some(SplittableRandom random, int most) {
        var alphabet = List.of("a", "B", "7", " ", "^", "&", "~", "\"\"", "ü", ".", "^^", "&&");
        return IntStream.range(0, random.nextInt(most) / 4)
                .mapToObj(_ -> alphabet.get(random.nextInt(alphabet.size())))
                .collect(Collectors.joining());
    }

    private static List<String> ours(String text) {
        return V2Message.parse(text, StandardCharsets.UTF_8).orElseThrow().segments().stream()
                .map(s -> s.name() + said(s.fields()))
                .toList();
    }

    private static List<String> hapis(String text) throws HL7Exception {
        try (var context = new DefaultHapiContext(ValidationContextFactory.noValidation())) {
            context.setModelClassFactory(new GenericModelClassFactory());
            context.getParserConfiguration().setAllowUnknownVersions(true);
            var message = context.getPipeParser().parse(text);
            var segments = new ArrayList<String>();
            for (var name : message.getNames()) {
                for (var structure : message.getAll(name)) {
                    segments.add(hapis((Segment) structure));
                }
            }
            return segments;
        }
    }

    private static String hapis(Segment segment) throws HL7Exception {
        var fields = new ArrayList<List<V2Value>>();
        for (var i = 1; i <= segment.numFields(); i++) {
            var repetitions = new ArrayList<V2Value>();
            for (var type : segment.getField(i)) {
                repetitions.add(hapis(type));
            }
            fields.add(repetitions);
        }
        return segment.getName() + said(fields);
    }

    private static V2Value hapis(Type type) {
        var components = new ArrayList<List<String>>();
        for (var c = 1; c <= Terser.numComponents(type); c++) {
            var parts = new ArrayList<String>();
            for (var s = 1; s <= Terser.numSubComponents(type, c); s++) {
                parts.add(Optional.ofNullable(Terser.getPrimitive(type, c, s).getValue())
                        .orElse(""));
            }
            components.add(parts);
        }
        return new V2Value(components);
    }

    /** What stands at every place, without the places where nothing does. */
    private static String said(List<List<V2Value>> fields) {
        var said = new StringBuilder();
        for (var f = 0; f < fields.size(); f++) {
            var number = 0;
            for (var value : fields.get(f)) {
                if (!value.empty()) {
                    number++;
                    for (var c = 0; c < value.components().size(); c++) {
                        var parts = value.components().get(c);
                        for (var s = 0; s < parts.size(); s++) {
                            if (!parts.get(s).isEmpty()) {
                                said.append(" %d/%d/%d/%d=%s".formatted(f + 1, number, c + 1, s + 1, parts.get(s)));
                            }
                        }
                    }
                }
            }
        }
        return said.toString();
    }
}

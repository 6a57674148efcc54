package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.Choices.Condition;
import org.healthsphere.node.web.desk.Choices.Lab;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.Terminology;

/** What a researcher can ask about: the network's conditions and measurements, by the names that terminology has for them. */
final class StudyChoices {
    private static final String FILE = "/studies/choices.json";

    private StudyChoices() {}

    static Choices of(Terminology terminology) {
        var file = file();
        var conditions = file.path("conditions");
        var measurements = file.path("measurements");
        return new Choices(
                conditions
                        .path("codes")
                        .valueStream()
                        .map(code -> new Coding(conditions.path("system").asText(), code.asText()))
                        .map(coding -> new Condition(coding, name(terminology, coding)))
                        .sorted(Comparator.comparing(Condition::name))
                        .toList(),
                measurements
                        .path("codes")
                        .valueStream()
                        .map(lab -> lab(terminology, measurements.path("system").asText(), lab))
                        .sorted(Comparator.comparing(Lab::name))
                        .toList());
    }

    private static Lab lab(Terminology terminology, String system, JsonNode lab) {
        var coding = new Coding(system, lab.path("code").asText());
        return new Lab(coding, name(terminology, coding), lab.path("unit").asText());
    }

    private static String name(Terminology terminology, Coding coding) {
        return terminology.lookup(coding).orElseThrow().display();
    }

    private static JsonNode file() {
        try (var in = StudyChoices.class.getResourceAsStream(FILE)) {
            return new ObjectMapper()
                    .readTree(Optional.ofNullable(in)
                            .orElseThrow(() -> new IllegalStateException("the choices are missing: " + FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

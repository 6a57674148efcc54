package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.node.web.view.Person.Sex;

/** A FHIR Patient as the pages name a person. */
final class People {
    private static final int MOST_IDENTIFIERS = 3;

    private People() {}

    static Person of(JsonNode patient) {
        return new Person(
                name(patient.path("name")),
                day(patient.path("birthDate").asText()),
                sex(patient.path("gender").asText()),
                identifiers(patient.path("identifier")));
    }

    /** The official name, or else the first. */
    private static String name(JsonNode names) {
        var chosen = names.valueStream()
                .filter(name -> name.path("use").asText().equals("official"))
                .findFirst()
                .orElseGet(() -> names.path(0));
        var text = chosen.path("text").asText();
        if (!text.isBlank()) {
            return text;
        }
        var parts = Stream.concat(
                chosen.path("given").valueStream().map(JsonNode::asText),
                Stream.of(chosen.path("family").asText()));
        var name = parts.filter(part -> !part.isBlank()).collect(Collectors.joining(" "));
        return name.isEmpty() ? "—" : name;
    }

    private static Sex sex(String gender) {
        return switch (gender) {
            case "female" -> Sex.FEMALE;
            case "male" -> Sex.MALE;
            case "other" -> Sex.OTHER;
            default -> Sex.UNKNOWN;
        };
    }

    private static List<String> identifiers(JsonNode identifiers) {
        return identifiers
                .valueStream()
                .map(identifier -> identifier.path("value").asText())
                .filter(value -> !value.isEmpty())
                .distinct()
                .limit(MOST_IDENTIFIERS)
                .toList();
    }

    /** A date that is known to the day. */
    static Optional<LocalDate> day(String date) {
        try {
            return Optional.of(LocalDate.parse(date));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

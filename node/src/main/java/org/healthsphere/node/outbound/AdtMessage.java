package org.healthsphere.node.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthsphere.specs.Bytes;

/** An ADT message of HL7 v2.5.1 in UTF-8 from a Patient and, where it is about a visit, an Encounter. */
final class AdtMessage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").withZone(ZoneOffset.UTC);
    private static final Map<String, String> SEX = Map.of("male", "M", "female", "F", "other", "O", "unknown", "U");
    private static final Map<String, String> CLASSES =
            Map.of("IMP", "I", "ACUTE", "I", "NONAC", "I", "AMB", "O", "EMER", "E", "PRENC", "P", "OBSENC", "B");

    private AdtMessage() {}

    /**
     * On what occasion, and how it is named.
     *
     * @param event A01, A03 ...
     * @param id which a receiver knows it by when it comes again
     */
    record Occasion(String event, String id, Instant at, String sender, Listener to) {}

    static Bytes of(Occasion occasion, JsonNode patient, Optional<JsonNode> encounter) {
        var segments = new ArrayList<String>();
        var at = TIME.format(occasion.at());
        segments.add(segment(
                "MSH",
                "^~\\&",
                "HIE",
                escaped(occasion.sender()),
                escaped(occasion.to().application()),
                escaped(occasion.to().facility()),
                at,
                "",
                "ADT^" + occasion.event() + "^" + structure(occasion.event()),
                occasion.id(),
                "P",
                "2.5.1",
                "",
                "",
                "",
                "",
                "",
                "UNICODE UTF-8"));
        segments.add(segment("EVN", occasion.event(), at));
        segments.add(pid(patient));
        segments.add(encounter.map(AdtMessage::pv1).orElseGet(() -> segment("PV1", "", "N")));
        return Bytes.utf8(String.join("\r", segments) + "\r");
    }

    private static String structure(String event) {
        return switch (event) {
            case "A01", "A04", "A08" -> "ADT_A01";
            case "A28", "A31" -> "ADT_A05";
            case "A11" -> "ADT_A09";
            default -> "ADT_" + event;
        };
    }

    private static String pid(JsonNode patient) {
        var name = patient.path("name").path(0);
        var address = patient.path("address").path(0);
        return segment(
                "PID",
                "1",
                "",
                each(patient.path("identifier"), AdtMessage::identifier),
                "",
                components(
                        name.path("family").asText(""),
                        name.path("given").path(0).asText(""),
                        name.path("given").path(1).asText("")),
                "",
                patient.path("birthDate").asText("").replace("-", ""),
                SEX.getOrDefault(patient.path("gender").asText(""), ""),
                "",
                "",
                components(
                        address.path("line").path(0).asText(""),
                        "",
                        address.path("city").asText(""),
                        address.path("state").asText(""),
                        address.path("postalCode").asText(""),
                        address.path("country").asText("")),
                "",
                each(
                        patient.path("telecom"),
                        telecom -> escaped(telecom.path("value").asText(""))));
    }

    private static String identifier(JsonNode identifier) {
        var type = identifier.at("/type/coding/0/code").asText("");
        var authority = identifier.path("system").asText("");
        return escaped(identifier.path("value").asText("")) + "^^^&" + escaped(authority) + "&URI^" + escaped(type);
    }

    private static String pv1(JsonNode encounter) {
        var number = encounter.path("identifier").path(0);
        var fields = new ArrayList<String>(List.of(
                "PV1",
                "1",
                CLASSES.getOrDefault(encounter.at("/class/code").asText(""), "U"),
                escaped(encounter.at("/location/0/location/display").asText(""))));
        while (fields.size() < 19) {
            fields.add("");
        }
        fields.add(number.isMissingNode() ? "" : identifier(number));
        while (fields.size() < 44) {
            fields.add("");
        }
        fields.add(time(encounter.at("/period/start").asText("")));
        fields.add(time(encounter.at("/period/end").asText("")));
        return segment(fields.toArray(String[]::new));
    }

    private static String time(String fhir) {
        try {
            return fhir.contains("T") ? TIME.format(OffsetDateTime.parse(fhir)) : fhir.replace("-", "");
        } catch (DateTimeParseException _) {
            return "";
        }
    }

    private interface Field {
        String of(JsonNode json);
    }

    private static String each(JsonNode list, Field field) {
        return StreamSupport.stream(list.spliterator(), false).map(field::of).collect(Collectors.joining("~"));
    }

    private static String components(String... parts) {
        return List.of(parts).stream()
                .map(AdtMessage::escaped)
                .collect(Collectors.joining("^"))
                .replaceFirst("\\^+$", "");
    }

    private static String segment(String... fields) {
        return String.join("|", fields).replaceFirst("\\|+$", "");
    }

    /** What would end a field is said by its escape; what would end the message is a blank. */
    private static String escaped(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\E\\");
                case '|' -> out.append("\\F\\");
                case '^' -> out.append("\\S\\");
                case '&' -> out.append("\\T\\");
                case '~' -> out.append("\\R\\");
                default -> out.append(c < ' ' ? ' ' : (char) c);
            }
        });
        return out.toString();
    }
}

package org.healthsphere.node.ingest.v2;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.Converter;
import org.healthsphere.node.ingest.mapping.Field;
import org.healthsphere.node.ingest.mapping.Times;
import org.healthsphere.node.ingest.mapping.Values;

/** The converters of HL7 v2: what cannot be said by listing components. */
final class V2Converters {
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BETWEEN = Pattern.compile("(?<=[\\d.])\\s*-\\s*");
    private static final Pattern TABLE_NAME = Pattern.compile("HL7\\d{4}");
    private static final Pattern OID = Pattern.compile("[0-2](\\.\\d+)+");

    private static final Set<String> NOTE_ENDS = Set.of("TXA", "PID");

    private V2Converters() {}

    static Map<String, Converter> converters() {
        var converters = new HashMap<>(Values.converters());
        converters.put("CodeableConcept", V2Converters::concept);
        converters.put("language", V2Converters::language);
        converters.put("authority", (f, c) -> authority(f.text("1"), f.text("2"), c));
        converters.put("entityAuthority", (f, c) -> authority(f.text("2"), f.text("3"), c));
        converters.put("senderSystem", (_, c) -> Values.text(c.frame().source().identifierSystem("")));
        converters.put("personName", (f, _) -> Values.text(joined(f, "6", "3", "4", "2.1", "5")));
        converters.put("placeName", (f, _) -> Values.text(joined(f, "9", "4.1", "7", "8", "1", "2", "3")));
        converters.put("mothersMaidenName", (f, _) -> Values.text(f.text()).map(V2Converters::maidenName));
        converters.put("structured", (f, _) -> Values.text(whole(f)));
        converters.put("binary", V2Converters::binary);
        converters.put("lines", V2Converters::lines);
        converters.put("text", (f, _) -> Values.text(f.text()));
        converters.put("unit", V2Converters::unit);
        converters.put("range", V2Converters::range);
        converters.put("identifierType", V2Converters::identifierType);
        converters.put("phone", V2Converters::phone);
        converters.put("birthTime", V2Converters::birthTime);
        return converters;
    }

    /** CE, CWE, CNE: up to three codings and the original text. The table of the rule names code systems. */
    private static Optional<JsonNode> concept(Field field, Converter.Context context) {
        var concept = Json.object();
        for (var first : List.of(1, 4, 10)) {
            coding(field, first, context)
                    .ifPresent(c -> concept.withArray("/coding").add(c));
        }
        var text = List.of("9", "2", "5").stream()
                .map(field::text)
                .filter(t -> !t.isBlank())
                .findFirst();
        text.ifPresent(t -> concept.put("text", t.strip()));
        return Optional.of(concept);
    }

    /** CX-5: a code of table 0203; many senders write another one, or a text. */
    private static Optional<JsonNode> identifierType(Field field, Converter.Context context) {
        var code = field.text().strip();
        var isKnown = context.table().flatMap(table -> table.get(code)).isPresent();
        return isKnown
                ? Optional.of(Values.concept(Json.object().put("code", code).put("system", TABLE + "0203")))
                : Values.text(code).map(text -> Json.object().set("text", text));
    }

    /** A language by the code that FHIR has for it, with the sender's word; one that FHIR has no code for in words only. */
    private static Optional<JsonNode> language(Field field, Converter.Context context) {
        var code = field.text("1").strip();
        var language = Json.object();
        Stream.of(Locale.getISOLanguages())
                .filter(known -> known.equalsIgnoreCase(code)
                        || Locale.of(known).getISO3Language().equalsIgnoreCase(code))
                .findFirst()
                .ifPresent(known -> language.withArray("/coding")
                        .addObject()
                        .put("system", "urn:ietf:bcp:47")
                        .put("code", known));
        Values.text(field.text("2").isBlank() ? code : field.text("2")).ifPresent(text -> language.set("text", text));
        return Optional.of(language);
    }

    private static Optional<ObjectNode> coding(Field field, int first, Converter.Context context) {
        var code = field.text(String.valueOf(first)).strip();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        var coding = Json.object();
        system(field.text(String.valueOf(first + 2)).strip(), context).ifPresent(s -> coding.put("system", s));
        coding.put("code", BLANKS.matcher(code).replaceAll(" "));
        var display = field.text(String.valueOf(first + 1)).strip();
        if (!display.isEmpty()) {
            coding.put("display", display);
        }
        return Optional.of(coding);
    }

    /** HL7 table 0396 by the rule's table, a sender's own by the source; a code of no system stays without one. */
    private static Optional<String> system(String name, Converter.Context context) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var source = context.frame().source();
        var system = Optional.ofNullable(source.codeSystems().get(name))
                .or(() -> context.table()
                        .flatMap(t -> Optional.ofNullable(t.values().get(name)))
                        .map(JsonNode::asText))
                .or(() -> table(name));
        if (system.isEmpty()) {
            var _ = context.leftOut("name of a code system is not configured");
        }
        return system;
    }

    private static Optional<String> table(String name) {
        if (TABLE_NAME.matcher(name).matches()) {
            return Optional.of(TABLE + name.substring(3));
        }
        return OID.matcher(name).matches() ? Optional.of("urn:oid:" + name) : Optional.empty();
    }

    /** HD: the identifier system of an assigning authority, by its namespace if that is configured, else its universal id. */
    private static Optional<JsonNode> authority(String namespace, String universal, Converter.Context context) {
        var source = context.frame().source();
        if (namespace.isBlank() && universal.isBlank()) {
            return Optional.empty();
        }
        var known = source.identifierSystems().containsKey(namespace.strip()) || universal.isBlank();
        return Values.text(source.identifierSystem((known ? namespace : universal).strip()));
    }

    private static String joined(Field field, String... paths) {
        return Stream.of(paths)
                .map(field::text)
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .collect(joining(" "));
    }

    private static String whole(Field field) {
        return field instanceof V2Value value
                ? value.components().stream()
                        .flatMap(List::stream)
                        .filter(t -> !t.isBlank())
                        .collect(joining(" "))
                : field.text();
    }

    private static JsonNode maidenName(JsonNode name) {
        return Json.object()
                .put("url", "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName")
                .put("valueString", name.asText());
    }

    /** ED: data of another kind. */
    private static Optional<JsonNode> binary(Field field, Converter.Context context) {
        var data = field.text("5").replaceAll("\\s", "");
        var encoded = field.text("4").equalsIgnoreCase("Base64")
                ? data
                : Base64.getEncoder().encodeToString(field.text("5").getBytes(StandardCharsets.UTF_8));
        if (data.isEmpty() || !encoded.matches("[A-Za-z0-9+/]+={0,2}")) {
            return context.leftOut("attachment is not in base 64");
        }
        var kind = field.text("2").matches("(?i)AP|Application|")
                ? "application"
                : field.text("2").toLowerCase(Locale.ROOT);
        var type = field.text("3").isBlank() ? "octet-stream" : field.text("3").toLowerCase(Locale.ROOT);
        return Optional.of(Json.object().put("contentType", kind + "/" + type).put("data", encoded));
    }

    /** The text of a note, which comes in as many OBX as it has lines: up to the next note or patient. */
    private static Optional<JsonNode> lines(Field field, Converter.Context context) {
        if (!(field instanceof V2Place place)) {
            return Optional.empty();
        }
        var segments = place.message().segments();
        var text = segments.subList(place.at() + 1, segments.size()).stream()
                .takeWhile(segment -> !NOTE_ENDS.contains(segment.name()))
                .filter(segment -> segment.name().equals("OBX") && isText(segment))
                .flatMap(segment -> segment.field(5).stream())
                .map(V2Converters::whole)
                .collect(joining("\n"));
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(Json.object()
                        .put("contentType", "text/plain; charset=utf-8")
                        .put("data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static boolean isText(V2Message.V2Segment segment) {
        return segment.field(2).stream()
                .anyMatch(type -> Set.of("TX", "FT", "ST").contains(type.text()));
    }

    private static Optional<JsonNode> unit(Field field, Converter.Context context) {
        var code = field.text("1").strip();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        var shown = field.text("2").strip();
        var system = field.text("3").strip();
        if (system.equals("UCUM")) {
            return Optional.of(Values.ucum(code).put("unit", shown.isEmpty() ? code : shown));
        }
        var unit = Json.object().put("unit", shown.isEmpty() ? code : shown);
        return Optional.of(unit);
    }

    /** OBX-7: the text, and its ends when it is two numbers. */
    private static Optional<JsonNode> range(Field field, Converter.Context context) {
        var text = field.text().strip();
        var range = Json.object();
        var ends = BETWEEN.split(text, -1);
        if (ends.length == 2) {
            var low = Values.number(ends[0]);
            var high = Values.number(ends[1]);
            if (low.isPresent() && high.isPresent()) {
                range.putObject("low").set("value", low.get());
                range.putObject("high").set("value", high.get());
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(range.put("text", text));
    }

    /** XTN: the number as it is to be dialled, unformatted before in parts before as people write it; or the address to write to. */
    private static Optional<JsonNode> phone(Field field, Converter.Context context) {
        var mail = List.of("Internet", "X.400").contains(field.text("3"));
        return (mail ? valued(field, "4") : valued(field, "12").or(() -> parts(field)))
                .or(() -> valued(field, "1"))
                .or(() -> valued(field, "4"))
                .flatMap(Values::text);
    }

    private static Optional<String> valued(Field field, String path) {
        return Optional.of(field.text(path)).filter(text -> !text.isBlank());
    }

    private static Optional<String> parts(Field field) {
        if (field.text("7").isBlank()) {
            return Optional.empty();
        }
        var country = field.text("5").isBlank() ? "" : "+" + field.text("5").strip() + " ";
        var area = field.text("6").isBlank() ? "" : field.text("6").strip() + " ";
        var extension = field.text("8").isBlank() ? "" : " X" + field.text("8").strip();
        return Optional.of(country + area + field.text("7").strip() + extension);
    }

    private static Optional<JsonNode> birthTime(Field field, Converter.Context context) {
        return Times.dateTime(field.text(), context.frame().source().zone())
                .filter(t -> t.length() > 10)
                .map(t -> Json.object()
                        .put("url", "http://hl7.org/fhir/StructureDefinition/patient-birthTime")
                        .put("valueDateTime", t));
    }
}

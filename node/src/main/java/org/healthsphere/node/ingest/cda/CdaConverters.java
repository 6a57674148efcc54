package org.healthsphere.node.ingest.cda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.Converter;
import org.healthsphere.node.ingest.mapping.Field;
import org.healthsphere.node.ingest.mapping.Times;
import org.healthsphere.node.ingest.mapping.Values;

/** The converters of CDA's data types. */
final class CdaConverters {
    private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final Map<String, String> ABSENCE = Map.of(
            "ASKU",
            "asked-unknown",
            "NASK",
            "not-asked",
            "NAV",
            "temp-unknown",
            "MSK",
            "masked",
            "NA",
            "not-applicable");

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*))+");
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private CdaConverters() {}

    static Map<String, Converter> converters() {
        var converters = new HashMap<>(Values.converters());
        converters.put("CodeableConcept", CdaConverters::concept);
        converters.put("Identifier", CdaConverters::identifier);
        converters.put("ContactPoint", CdaConverters::contactPoint);
        converters.put("Quantity", (f, _) -> quantity(f).map(q -> q));
        converters.put("Range", (f, _) -> range(f).filter(r -> !r.isEmpty()).map(r -> r));
        converters.put("value", CdaConverters::value);
        converters.put("language", (f, _) -> language(f));
        converters.put("text", (f, _) -> Values.text(text(f)));
        return converters;
    }

    /** CD: the code, its translations, and what was written. */
    private static Optional<JsonNode> concept(Field field, Converter.Context context) {
        var concept = Json.object();
        Stream.concat(Stream.of(field), field.at("translation").stream())
                .flatMap(f -> coding(f, context).stream())
                .forEach(concept.withArray("/coding")::add);
        if (concept.path("coding").isEmpty()) {
            concept.remove("coding");
        }
        var written = field.at("originalText").stream().map(CdaConverters::text);
        Stream.concat(written, Stream.of(field.text("@displayName"), field.text("translation/@displayName")))
                .filter(t -> !t.isBlank())
                .findFirst()
                .ifPresent(t -> concept.put("text", t));
        return Optional.of(concept);
    }

    private static Optional<ObjectNode> coding(Field field, Converter.Context context) {
        var code = field.text("@code");
        if (code.isBlank()) {
            return Optional.empty();
        }
        var coding = Json.object();
        var root = field.text("@codeSystem");
        if (!root.isEmpty()) {
            coding.put("system", system(root, context));
        }
        coding.put("code", code.replaceAll("\\s+", " "));
        if (!field.text("@displayName").isBlank()) {
            coding.put("display", field.text("@displayName"));
        }
        return Optional.of(coding);
    }

    /** The URL by which FHIR knows a code system: a source's own by its configuration, the known ones by the rule's table. */
    private static String system(String root, Converter.Context context) {
        return Optional.ofNullable(context.frame().source().codeSystems().get(root))
                .or(() -> context.table().flatMap(t -> t.get(root)).map(JsonNode::asText))
                .orElseGet(() -> (root.contains("-") ? "urn:uuid:" : "urn:oid:") + root.toLowerCase(Locale.ROOT));
    }

    /** II: a number of an authority, or one that is unique by itself. */
    private static Optional<JsonNode> identifier(Field field, Converter.Context context) {
        var root = field.text("@root");
        var extension = field.text("@extension").strip();
        if (root.isEmpty()) {
            return Optional.empty();
        }
        var source = context.frame().source();
        var isUnique = UUID.matcher(root).matches();
        var urn = isUnique ? "urn:uuid:" + root.toLowerCase(Locale.ROOT) : "urn:oid:" + root;
        var known = isUnique ? urn : source.identifierSystem(root);
        return Optional.of(
                extension.isEmpty()
                        ? unique(root, urn, source)
                        : Json.object().put("system", known).put("value", extension));
    }

    /** A root alone; one that is neither of the two kinds is a number of the sender's. */
    private static ObjectNode unique(String root, String urn, Source source) {
        var isNumber = urn.startsWith("urn:oid:") && !OID.matcher(root).matches();
        return isNumber
                ? Json.object().put("system", source.identifierSystem("")).put("value", root)
                : Json.object().put("system", "urn:ietf:rfc:3986").put("value", urn);
    }

    /** A language by its shortest code, as BCP 47 has it. */
    private static Optional<JsonNode> language(Field field) {
        var code = field.text("@code").strip();
        var parts = code.split("-", 2);
        var shortest = Stream.of(Locale.getISOLanguages())
                .filter(known -> Locale.of(known).getISO3Language().equalsIgnoreCase(parts[0]))
                .findFirst()
                .orElse(parts[0]);
        return code.isEmpty() || code.contains(" ")
                ? Optional.empty()
                : Optional.of(Json.object()
                        .put("system", "urn:ietf:bcp:47")
                        .put("code", parts.length > 1 ? shortest + "-" + parts[1] : shortest));
    }

    /** TEL: a URL whose scheme tells the kind. */
    private static Optional<JsonNode> contactPoint(Field field, Converter.Context context) {
        var url = field.text("@value").strip();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        var scheme = url.contains(":") ? url.substring(0, url.indexOf(':')) : "tel";
        var value = url.contains(":") ? url.substring(url.indexOf(':') + 1) : url;
        var point = Json.object();
        point.put(
                "system",
                switch (scheme) {
                    case "tel" -> "phone";
                    case "fax" -> "fax";
                    case "mailto" -> "email";
                    case "http", "https", "ftp" -> "url";
                    default -> "other";
                });
        point.put("value", scheme.startsWith("http") ? url : value);
        context.table().flatMap(t -> t.get(field.text("@use"))).ifPresent(use -> point.set("use", use));
        return value.isBlank() ? Optional.empty() : Optional.of(point);
    }

    /** PQ, also INT and REAL; empty when it has no number. */
    private static Optional<ObjectNode> quantity(Field field) {
        return Values.number(field.text("@value")).map(number -> {
            var unit = field.text("@unit");
            var quantity = unit.isEmpty() || unit.equals("1") ? Json.object() : Values.ucum(unit);
            quantity.set("value", number);
            return quantity;
        });
    }

    private static Optional<ObjectNode> range(Field field) {
        var range = Json.object();
        field.at("low").stream().findFirst().flatMap(CdaConverters::quantity).ifPresent(q -> range.set("low", q));
        field.at("high").stream().findFirst().flatMap(CdaConverters::quantity).ifPresent(q -> range.set("high", q));
        return Optional.of(range);
    }

    /** The value of an observation, by the type it says it has. */
    private static Optional<JsonNode> value(Field field, Converter.Context context) {
        var absent = field.text("@nullFlavor");
        if (!absent.isEmpty() && field.text("translation/@code").isEmpty() && !field.valued("originalText")) {
            return Optional.of(named(
                    "dataAbsentReason",
                    Values.concept(
                            Json.object().put("system", ABSENT).put("code", ABSENCE.getOrDefault(absent, "unknown")))));
        }
        return switch (field.text("@xsiType")) {
            case "PQ", "REAL", "INT" ->
                quantity(field).<JsonNode>map(q -> named("valueQuantity", q)).or(() -> written(field));
            case "CD", "CE", "CV", "CO" ->
                concept(field, context).filter(c -> !c.isEmpty()).map(c -> named("valueCodeableConcept", c));
            case "IVL_PQ" -> interval(field);
            case "TS" ->
                Times.dateTime(field.text("@value"), context.frame().source().zone())
                        .map(t -> Json.object().put("valueDateTime", t));
            case "BL" ->
                Optional.of(
                        Json.object().put("valueBoolean", field.text("@value").equals("true")));
            default -> written(field);
        };
    }

    private static Optional<JsonNode> written(Field field) {
        var text = text(field).isBlank() ? field.text("@value") : text(field);
        return Values.text(text).map(t -> named("valueString", t));
    }

    /** Both ends are a range; one end is a comparison. */
    private static Optional<JsonNode> interval(Field field) {
        var range = range(field).orElseThrow();
        if (range.size() == 1) {
            var low = range.has("low");
            var end = (ObjectNode) range.path(low ? "low" : "high");
            var open = field.text((low ? "low" : "high") + "/@inclusive").equals("false");
            return Optional.of(named("valueQuantity", end.put("comparator", (low ? ">" : "<") + (open ? "" : "="))));
        }
        return range.isEmpty() ? written(field) : Optional.of(named("valueRange", range));
    }

    private static ObjectNode named(String name, JsonNode value) {
        var object = Json.object();
        object.set(name, value);
        return object;
    }

    /** What is written here, or at the place in the narrative to which it refers. */
    private static String text(Field field) {
        var reference = field.text("reference/@value");
        var referred = field instanceof CdaElement e ? e.referred(reference) : Optional.<CdaElement>empty();
        return referred.map(CdaElement::text).filter(t -> !t.isBlank()).orElseGet(field::text);
    }
}

package org.healthsphere.node.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.StoredResource;

/**
 * Whether what the node makes of a message says what another converter's bundle says: the types, and the elements by which a clinician
 * or a match tells things apart. Ids, displays and systems that somebody made up are not compared; times are to the minute.
 */
final class Agreement {
    /** By type, the elements that are compared. */
    private static final Map<String, Set<String>> KEYS = Map.ofEntries(
            Map.entry(
                    "Patient",
                    Set.of(
                            "identifier.value",
                            "name.family",
                            "name.given",
                            "birthDate",
                            "gender",
                            "address.city",
                            "address.postalCode",
                            "telecom.value",
                            "maritalStatus.coding.code",
                            "deceasedDateTime")),
            Map.entry("RelatedPerson", Set.of("name.family", "telecom.value", "patient.reference")),
            Map.entry(
                    "Encounter",
                    Set.of(
                            "identifier.value",
                            "class.code",
                            "status",
                            "period.start",
                            "period.end",
                            "subject.reference")),
            Map.entry("Condition", Set.of("code.coding.code", "onsetDateTime", "subject.reference")),
            Map.entry("Procedure", Set.of("code.coding.code", "performedDateTime", "subject.reference")),
            Map.entry("AllergyIntolerance", Set.of("code.coding.code", "patient.reference")),
            Map.entry("Coverage", Set.of("identifier.value", "period.start", "beneficiary.reference")),
            Map.entry(
                    "Observation",
                    Set.of(
                            "code.coding.code",
                            "status",
                            "valueQuantity.value",
                            "valueString",
                            "valueCodeableConcept.coding.code",
                            "component.valueQuantity.value",
                            "effectiveDateTime",
                            "interpretation.coding.code",
                            "subject.reference")),
            Map.entry(
                    "DiagnosticReport",
                    Set.of(
                            "identifier.value",
                            "code.coding.code",
                            "status",
                            "effectiveDateTime",
                            "subject.reference",
                            "result.reference")),
            Map.entry(
                    "ServiceRequest",
                    Set.of("identifier.value", "code.coding.code", "status", "intent", "subject.reference")),
            Map.entry(
                    "MedicationRequest",
                    Set.of("medicationCodeableConcept.coding.code", "identifier.value", "subject.reference")),
            Map.entry(
                    "MedicationDispense",
                    Set.of("medicationCodeableConcept.coding.code", "quantity.value", "subject.reference")),
            Map.entry(
                    "Immunization",
                    Set.of(
                            "vaccineCode.coding.code",
                            "occurrenceDateTime",
                            "lotNumber",
                            "status",
                            "patient.reference")),
            Map.entry("Appointment", Set.of("identifier.value", "start", "status")),
            Map.entry(
                    "DocumentReference",
                    Set.of(
                            "identifier.value",
                            "masterIdentifier.value",
                            "type.coding.code",
                            "docStatus",
                            "date",
                            "subject.reference")));

    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})");

    private final Map<String, Set<String>> said = new HashMap<>();

    Agreement(List<StoredResource> made) {
        for (var resource : made) {
            var values = said.computeIfAbsent(resource.id().type(), _ -> new HashSet<>());
            leaves(House.tree(resource.json().utf8()), "", (_, value) -> values.add(plain(value)));
        }
    }

    /** What the bundle says and the node does not: types and elements, each with the first of their values. */
    Map<String, String> missing(String bundle) {
        var missing = new TreeMap<String, String>();
        for (var entry : House.tree(bundle).path("entry")) {
            var resource = entry.path("resource");
            var type = resource.path("resourceType").asText();
            if (!said.containsKey(type)) {
                missing.putIfAbsent(type, "");
            } else {
                leaves(resource, "", (path, value) -> {
                    if (KEYS.getOrDefault(type, Set.of()).contains(path) && !says(type, value)) {
                        missing.putIfAbsent(type + "." + path, value);
                    }
                });
            }
        }
        return missing;
    }

    private boolean says(String type, String value) {
        return said.getOrDefault(type, Set.of()).contains(plain(value));
    }

    private static void leaves(JsonNode node, String path, BiConsumer<String, String> leaf) {
        switch (node) {
            case ObjectNode object ->
                object.properties()
                        .forEach(member -> leaves(
                                member.getValue(),
                                path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                                leaf));
            case ArrayNode list -> list.forEach(element -> leaves(element, path, leaf));
            default ->
                leaf.accept(
                        path,
                        node.isNumber()
                                ? node.decimalValue().stripTrailingZeros().toPlainString()
                                : node.asText());
        }
    }

    /** Of a reference its type, of a time its minute, of a text its words. */
    private static String plain(String value) {
        if (value.matches("[A-Z][A-Za-z]+/\\S+")) {
            return value.substring(0, value.indexOf('/'));
        }
        if (MOMENT.matcher(value).matches()) {
            return OffsetDateTime.parse(value)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MINUTES)
                    .toString();
        }
        return value.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    /** In how many messages it is missing, and why, by what. */
    static Map<String, Integer> explained() {
        var explained = new TreeMap<String, Integer>();
        for (var line : lines()) {
            var cells = line.split(",", 3);
            if (cells.length != 3 || cells[2].isBlank()) {
                throw new IllegalStateException("a difference without a reason: " + line);
            }
            explained.put(cells[0], Integer.parseInt(cells[1]));
        }
        return explained;
    }

    private static List<String> lines() {
        try (var in = Objects.requireNonNull(Agreement.class.getResourceAsStream("/samples/differences.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

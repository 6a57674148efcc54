package org.healthsphere.node.research;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Coding;

/**
 * Reads resources as facts. What was not so, or not finished, is no fact: a refuted condition, a cancelled test, a procedure
 * not done, and whatever carries a modifier extension, whose meaning is not known here.
 */
final class FactReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Map<FactType, Set<String>> FINISHED = Map.ofEntries(
            entry(FactType.OBSERVATION, Set.of("final", "amended", "corrected")),
            entry(FactType.PROCEDURE, Set.of("completed")),
            entry(FactType.IMMUNIZATION, Set.of("completed")),
            entry(FactType.MEDICATION_REQUEST, Set.of("active", "on-hold", "completed", "stopped")),
            entry(FactType.MEDICATION_STATEMENT, Set.of("active", "on-hold", "completed", "stopped")),
            entry(FactType.MEDICATION_ADMINISTRATION, Set.of("in-progress", "on-hold", "completed", "stopped")),
            entry(FactType.MEDICATION_DISPENSE, Set.of("completed")),
            entry(FactType.ENCOUNTER, Set.of("in-progress", "onleave", "finished")),
            entry(FactType.DIAGNOSTIC_REPORT, Set.of("final", "amended", "corrected", "appended")),
            entry(FactType.SPECIMEN, Set.of("", "available", "unavailable")),
            entry(FactType.DEVICE, Set.of("", "active", "inactive")),
            entry(FactType.CONSENT, Set.of("active")));
    private static final Set<String> NOT_SO = Set.of("refuted", "entered-in-error");
    /** Of a request: what was only thought of. */
    private static final Set<String> NOT_MEANT = Set.of("proposal", "plan", "option");

    private static final Map<FactType, List<String>> DATES = Map.ofEntries(
            entry(FactType.CONDITION, List.of("onsetDateTime", "onsetPeriod", "recordedDate")),
            entry(FactType.OBSERVATION, List.of("effectiveDateTime", "effectiveInstant", "effectivePeriod")),
            entry(FactType.PROCEDURE, List.of("performedDateTime", "performedPeriod")),
            entry(FactType.IMMUNIZATION, List.of("occurrenceDateTime")),
            entry(FactType.ALLERGY_INTOLERANCE, List.of("onsetDateTime", "onsetPeriod", "recordedDate")),
            entry(FactType.MEDICATION_REQUEST, List.of("authoredOn")),
            entry(FactType.MEDICATION_STATEMENT, List.of("effectiveDateTime", "effectivePeriod")),
            entry(FactType.MEDICATION_ADMINISTRATION, List.of("effectiveDateTime", "effectivePeriod")),
            entry(FactType.MEDICATION_DISPENSE, List.of("whenHandedOver", "whenPrepared")),
            entry(FactType.ENCOUNTER, List.of("period")),
            entry(FactType.DIAGNOSTIC_REPORT, List.of("effectiveDateTime", "effectivePeriod")),
            entry(FactType.SPECIMEN, List.of("collection/collectedDateTime", "collection/collectedPeriod")),
            entry(FactType.CONSENT, List.of("dateTime")));

    /** Where the code of a fact stands, if not in {@code code}. */
    private static final Map<FactType, List<String>> CODES = Map.of(
            FactType.IMMUNIZATION, List.of("vaccineCode"),
            FactType.MEDICATION_REQUEST, List.of("medicationCodeableConcept"),
            FactType.MEDICATION_STATEMENT, List.of("medicationCodeableConcept"),
            FactType.MEDICATION_ADMINISTRATION, List.of("medicationCodeableConcept"),
            FactType.MEDICATION_DISPENSE, List.of("medicationCodeableConcept"),
            FactType.ENCOUNTER, List.of("class", "type"),
            FactType.SPECIMEN, List.of("type"),
            FactType.DEVICE, List.of("type"),
            FactType.CONSENT, List.of("scope", "category"));

    private static final Map<String, Bound> BOUNDS =
            Map.of("<", Bound.LESS, "<=", Bound.AT_MOST, ">=", Bound.AT_LEAST, ">", Bound.GREATER);

    private FactReader() {}

    /** The facts of a version; none for one that is deleted, about no patient, or of a type that research does not ask for. */
    static List<RecordFact> facts(StoredResource resource) {
        var type = Optional.ofNullable(FactType.byName().get(resource.id().type()));
        return resource.deleted() || resource.patient().isEmpty() || type.isEmpty()
                ? List.of()
                : facts(type.get(), resource.id().toString(), tree(resource));
    }

    /** The Patient of a version; none when it is deleted, or replaced by another record of the same person. */
    static Optional<Demographics> demographics(StoredResource resource) {
        return resource.deleted() ? Optional.empty() : demographics(tree(resource));
    }

    private static List<RecordFact> facts(FactType type, String id, JsonNode resource) {
        if (!isFact(type, resource)) {
            return List.of();
        }
        var day = day(type, resource);
        var about = Codings.about(resource);
        var labels = Codings.labels(resource);
        var place = FactTraits.place(id, resource);
        return parts(type, resource)
                .map(part -> new RecordFact(
                        new RecordKind(new Kind(type, codes(type, part), FactTraits.of(type, resource, part)), about, labels),
                        day.earliest(),
                        day.latest(),
                        measured(part.path("valueQuantity")),
                        place))
                .toList();
    }

    /** The resource itself, and the components of a panel such as a blood pressure. */
    private static Stream<JsonNode> parts(FactType type, JsonNode resource) {
        var components =
                type == FactType.OBSERVATION ? Codings.each(resource.path("component")) : Stream.<JsonNode>empty();
        return Stream.concat(Stream.of(resource), components)
                .filter(part -> !codes(type, part).isEmpty());
    }

    private static Set<Coding> codes(FactType type, JsonNode part) {
        return CODES.getOrDefault(type, List.of("code")).stream()
                .flatMap(name -> Codings.codes(part.path(name)).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isFact(FactType type, JsonNode resource) {
        var status = resource.path("status").asText();
        var verification = Codings.concept(resource.path("verificationStatus"));
        return !resource.has("modifierExtension")
                && !resource.path("doNotPerform").asBoolean()
                && !NOT_MEANT.contains(resource.path("intent").asText())
                && Optional.ofNullable(FINISHED.get(type))
                        .map(finished -> finished.contains(status))
                        .orElse(true)
                && verification.stream().noneMatch(coding -> NOT_SO.contains(coding.code()));
    }

    private static FhirDay day(FactType type, JsonNode resource) {
        return DATES.getOrDefault(type, List.of()).stream()
                .map(name -> resource.at("/" + name))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .map(FactReader::day)
                .orElse(FhirDay.UNKNOWN);
    }

    private static FhirDay day(JsonNode value) {
        return value.isObject()
                ? FhirDay.of(value.path("start").asText())
                        .until(FhirDay.of(value.path("end").asText()))
                : FhirDay.of(value.asText());
    }

    /** A unit that is not given in UCUM is kept as one that compares to nothing. */
    private static Optional<Measured> measured(JsonNode quantity) {
        if (!quantity.path("value").isNumber()) {
            return Optional.empty();
        }
        var ucum = quantity.path("system").asText().equals(UCUM);
        var unit = ucum
                ? quantity.path("code").asText()
                : " " + quantity.path("unit").asText();
        var bound = quantity.has("comparator")
                ? Optional.ofNullable(BOUNDS.get(quantity.path("comparator").asText()))
                : Optional.of(Bound.EXACT);
        var value = quantity.path("value").decimalValue();
        return bound.filter(_ -> fits(value)).map(known -> new Measured(value, known, unit));
    }

    /** A number of more digits than a long has is no measurement of anything. */
    private static boolean fits(BigDecimal value) {
        return value.unscaledValue().bitLength() < Long.SIZE && value.scale() == (byte) value.scale();
    }

    private static Optional<Demographics> demographics(JsonNode patient) {
        var replaced = Codings.each(patient.path("link"))
                .anyMatch(link -> link.path("type").asText().equals("replaced-by"));
        if (replaced || patient.has("modifierExtension")) {
            return Optional.empty();
        }
        var born = FhirDay.of(patient.path("birthDate").asText());
        var sex = Optional.ofNullable(Sex.byCode().get(patient.path("gender").asText()))
                .orElse(Sex.UNKNOWN);
        return Optional.of(new Demographics(
                born.earliest(),
                born.latest(),
                sex,
                FactTraits.isDeceased(patient),
                FactTraits.regions(patient),
                Codings.labels(patient)));
    }

    private static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON, but " + resource + " is none", e);
        }
    }
}

package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The life of one synthetic patient, as Synthea writes it: a FHIR R4 transaction bundle.
 *
 * @param patient the Patient
 * @param encounters oldest first
 * @param records everything else that the demo tells: it belongs to an encounter, or, as an allergy may, to the patient
 */
public record History(ObjectNode patient, List<ObjectNode> encounters, List<ObjectNode> records) {
    private static final Set<String> TOLD = Set.of(
            "Condition",
            "AllergyIntolerance",
            "Observation",
            "DiagnosticReport",
            "MedicationRequest",
            "Immunization",
            "Procedure");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public History {
        encounters = List.copyOf(encounters);
        records = List.copyOf(records);
    }

    /** Reads the histories among these files; others that Synthea writes beside them are left out. */
    public static List<History> read(List<Path> bundles) {
        return bundles.stream().sorted().flatMap(b -> read(b).stream()).toList();
    }

    private static List<History> read(Path bundle) {
        try (var in = Files.newInputStream(bundle)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entry by entry: a history can be larger than the memory that its tree would need. */
    static List<History> read(InputStream in) throws IOException {
        var kept = new ArrayList<ObjectNode>();
        try (var parser = JSON.createParser(in)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("resource")) {
                    parser.nextToken();
                    ObjectNode resource = parser.readValueAsTree();
                    if (told(resource)) {
                        kept.add(resource);
                    }
                }
            }
        }
        return of(kept).stream().toList();
    }

    private static boolean told(ObjectNode resource) {
        var type = type(resource);
        // Notes are told in sections and segments of their own.
        return type.equals("Patient")
                || type.equals("Encounter")
                || type.equals("Medication")
                || (TOLD.contains(type) && !resource.has("presentedForm"));
    }

    private static List<History> of(List<ObjectNode> resources) {
        resources.forEach(r -> name(r, resources));
        var patients = resources.stream().filter(r -> type(r).equals("Patient")).toList();
        var encounters = sorted(resources, r -> type(r).equals("Encounter"));
        return patients.stream()
                .limit(1)
                .map(p -> new History(p, encounters, sorted(resources, r -> TOLD.contains(type(r)))))
                .toList();
    }

    /** A medicine that is only referred to is told by its code: no hospital has another's list of medicines. */
    private static void name(ObjectNode resource, List<ObjectNode> all) {
        var reference = resource.path("medicationReference").path("reference").asText();
        all.stream()
                .filter(r -> type(r).equals("Medication") && reference.equals("urn:uuid:" + id(r)))
                .findFirst()
                .ifPresent(medication -> {
                    resource.remove("medicationReference");
                    resource.set("medicationCodeableConcept", medication.path("code"));
                });
    }

    private static List<ObjectNode> sorted(List<ObjectNode> resources, Predicate<ObjectNode> which) {
        return resources.stream()
                .filter(which)
                .sorted(Comparator.comparing(History::date).thenComparing(History::id))
                .toList();
    }

    String id() {
        return id(patient);
    }

    static String type(ObjectNode resource) {
        return resource.path("resourceType").asText();
    }

    static String id(ObjectNode resource) {
        return resource.path("id").asText();
    }

    /** When it was, as FHIR has it; empty when it does not say. */
    static String date(ObjectNode resource) {
        return List.of(
                        "/period/start",
                        "/onsetDateTime",
                        "/effectiveDateTime",
                        "/authoredOn",
                        "/occurrenceDateTime",
                        "/performedPeriod/start",
                        "/performedDateTime",
                        "/recordedDate")
                .stream()
                .map(p -> resource.at(p).asText(""))
                .filter(d -> !d.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The id of the encounter it belongs to; empty when it belongs to none. */
    static String encounter(ObjectNode resource) {
        return resource.at("/encounter/reference").asText("").replaceFirst("^(urn:uuid:|Encounter/)", "");
    }
}

package org.healthsphere.node.demo.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** Invented lives in the form in which Synthea writes them. */
final class Lives {
    private static final List<String> DIAGNOSES = List.of("44054006", "195967001", "38341003", "370143000");
    private static final List<String> MEASUREMENTS = List.of("4548-4", "2339-0", "38483-4");

    private final Random random;
    private final ArrayNode entries;
    private final ObjectNode bundle =
            Json.object().put("resourceType", "Bundle").put("type", "transaction");

    private Lives(int seed) {
        this.random = new Random(seed);
        this.entries = bundle.putArray("entry");
    }

    static List<History> histories(int count) {
        return IntStream.range(0, count).mapToObj(i -> history(bundle(i, 9))).toList();
    }

    static History history(Bytes bundle) {
        try {
            var histories = History.read(new ByteArrayInputStream(bundle.array()));
            assertThat(histories).hasSize(1);
            return histories.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A life with so many visits. */
    static Bytes bundle(int seed, int visits) {
        var lives = new Lives(seed);
        var patient = lives.patient(seed);
        for (var i = 0; i < visits; i++) {
            lives.visit(patient, i);
        }
        lives.allergy(patient);
        lives.add("Claim", patient).put("use", "claim");
        return Json.bytes(lives.bundle);
    }

    private ObjectNode add(String type, String patient) {
        var id = new UUID(random.nextLong(), random.nextLong()).toString();
        var entry = entries.addObject().put("fullUrl", "urn:uuid:" + id);
        var resource = entry.putObject("resource").put("resourceType", type).put("id", id);
        entry.putObject("request").put("method", "POST").put("url", type);
        if (!patient.isEmpty()) {
            resource.putObject(type.equals("AllergyIntolerance") || type.equals("Immunization") ? "patient" : "subject")
                    .put("reference", "urn:uuid:" + patient);
        }
        return resource;
    }

    private String patient(int seed) {
        var patient = add("Patient", "");
        var identifiers = patient.putArray("identifier");
        identifiers
                .addObject()
                .put("system", "https://github.com/synthetichealth/synthea")
                .put("value", patient.path("id").asText());
        var ssn = identifiers.addObject();
        ssn.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v2-0203")
                .put("code", "SS");
        ssn.put("system", "http://hl7.org/fhir/sid/us-ssn").put("value", "999-00-" + (1000 + seed));
        var names = patient.putArray("name");
        names.addObject()
                .put("use", "official")
                .put("family", "Sample" + seed)
                .putArray("given")
                .add("Mariana" + seed);
        if (seed % 2 == 0) {
            names.addObject()
                    .put("use", "maiden")
                    .put("family", "Before" + seed)
                    .putArray("given")
                    .add("Mariana" + seed);
        }
        patient.put("gender", seed % 2 == 0 ? "female" : "male").put("birthDate", "19" + (30 + seed % 60) + "-03-04");
        patient.putArray("telecom").addObject().put("system", "phone").put("value", "555-0" + seed);
        var address = patient.putArray("address").addObject();
        address.putArray("line").add(seed + " O'Hara & Sons ^ Rd");
        address.put("city", "Salem")
                .put("state", "MA")
                .put("postalCode", "01970")
                .put("country", "US");
        return patient.path("id").asText();
    }

    private void visit(String patient, int number) {
        var start = (2000 + number) + "-06-07T08:09:10+00:00";
        var encounter = add("Encounter", patient).put("status", "finished");
        encounter
                .putObject("class")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .put("code", number % 3 == 0 ? "IMP" : "AMB");
        coded(encounter.putArray("type").addObject(), Codes.SNOMED, "185347001");
        encounter.putObject("period").put("start", start).put("end", start.replace("T08", "T11"));
        var here = "urn:uuid:" + encounter.path("id").asText();
        record("Condition", patient, here, Codes.SNOMED, pick(DIAGNOSES)).put("onsetDateTime", start);
        var report = record("DiagnosticReport", patient, here, Codes.LOINC, "58410-2")
                .put("status", "final");
        report.put("effectiveDateTime", start).put("issued", start);
        var results = report.putArray("result");
        for (var code : MEASUREMENTS) {
            var value = measured(patient, here, code, start, "laboratory");
            results.addObject().put("reference", "urn:uuid:" + value.path("id").asText());
        }
        var vital = measured(patient, here, "8302-2", start, "vital-signs");
        assertThat(vital.path("id").asText()).isNotEmpty();
        var request = add("MedicationRequest", patient)
                .put("status", "active")
                .put("intent", "order")
                .put("authoredOn", start);
        request.putObject("encounter").put("reference", here);
        coded(request.putObject("medicationCodeableConcept"), Codes.RXNORM, "860975");
    }

    private ObjectNode measured(String patient, String encounter, String code, String at, String category) {
        var observation =
                record("Observation", patient, encounter, Codes.LOINC, code).put("status", "final");
        observation
                .putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/observation-category")
                .put("code", category);
        observation.put("effectiveDateTime", at).put("issued", at);
        observation
                .putObject("valueQuantity")
                .put("value", 1 + random.nextInt(200))
                .put("unit", "mg/dL")
                .put("system", "http://unitsofmeasure.org")
                .put("code", "mg/dL");
        return observation;
    }

    private void allergy(String patient) {
        var allergy = add("AllergyIntolerance", patient)
                .put("type", "allergy")
                .put("recordedDate", "2001-01-01T00:00:00+00:00");
        allergy.putArray("category").add("food");
        coded(allergy.putObject("code"), Codes.SNOMED, "762952008");
    }

    private ObjectNode record(String type, String patient, String encounter, String system, String code) {
        var resource = add(type, patient);
        resource.putObject("encounter").put("reference", encounter);
        coded(resource.putObject("code"), system, code);
        return resource;
    }

    private static void coded(ObjectNode concept, String system, String code) {
        concept.putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code)
                .put("display", "Shown " + code);
        concept.put("text", "Shown " + code);
    }

    private String pick(List<String> codes) {
        return codes.get(random.nextInt(codes.size()));
    }
}

package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.healthsphere.specs.Bytes;

/**
 * Transaction Bundles of the shape that Synthea exports: entries refer to each other by {@code urn:uuid}, and to hospitals and
 * practitioners by their identifiers. Made up from numbers; pretty-printed, as files are.
 */
public final class SampleBundles {
    public static final String NPI = "http://hl7.org/fhir/sid/us-npi";
    public static final String HOSPITAL = "https://example.org/hospital";
    private static final List<String> VITALS = List.of("8302-2", "29463-7", "4548-4", "8480-6");

    private final Random random;

    public SampleBundles(long seed) {
        this.random = new Random(seed);
    }

    /** Hospitals and practitioners, created only where there are none yet. */
    public static Bytes staff(int count) {
        var bundle = bundle();
        for (var n = 0; n < count; n++) {
            var organization = resource("Organization");
            organization
                    .withArray("identifier")
                    .addObject()
                    .put("system", HOSPITAL)
                    .put("value", "h" + n);
            organization.put("active", true).put("name", "Hospital " + n);
            post(bundle, "urn:uuid:" + new UUID(1, n), organization)
                    .put("ifNoneExist", "identifier=" + HOSPITAL + "|h" + n);
            var practitioner = resource("Practitioner");
            practitioner.withArray("identifier").addObject().put("system", NPI).put("value", "999" + n);
            practitioner.withArray("name").addObject().put("family", "Practitioner" + n);
            post(bundle, "urn:uuid:" + new UUID(2, n), practitioner)
                    .put("ifNoneExist", "identifier=" + NPI + "|999" + n);
        }
        return Bytes.utf8(bundle.toPrettyString());
    }

    /** A patient with encounters, and in each an observation, a condition now and then, and a report. */
    public Bytes patient(int number, int encounters) {
        var bundle = bundle();
        var patient = "urn:uuid:" + new UUID(3, number);
        post(bundle, patient, patientResource(number));
        for (var n = 0; n < encounters; n++) {
            var encounter = "urn:uuid:" + new UUID(1000L + number, n);
            var date = (2000 + random.nextInt(25)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9)
                    + "T10:00:00+01:00";
            post(bundle, encounter, encounter(patient, date));
            var observation = "urn:uuid:" + new UUID(2000L + number, n);
            post(bundle, observation, observation(patient, encounter, date));
            if (n % 3 == 0) {
                post(bundle, "urn:uuid:" + new UUID(3000L + number, n), condition(patient, encounter, date));
                post(bundle, "urn:uuid:" + new UUID(4000L + number, n), report(patient, encounter, observation, date));
            }
        }
        return Bytes.utf8(bundle.toPrettyString());
    }

    private ObjectNode patientResource(int number) {
        var patient = resource("Patient");
        patient.withArray("identifier")
                .addObject()
                .put("system", "urn:oid:1.2.3.4")
                .put("value", "mrn-" + number);
        var name = patient.withArray("name").addObject().put("use", "official").put("family", "Sample" + number % 7);
        name.putArray("given").add("Given" + number);
        patient.put("gender", number % 2 == 0 ? "female" : "male");
        patient.put("birthDate", (1940 + random.nextInt(70)) + "-05-1" + random.nextInt(9));
        return patient;
    }

    private static ObjectNode encounter(String patient, String date) {
        var encounter = resource("Encounter");
        encounter.put("status", "finished");
        encounter
                .putObject("class")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .put("code", "AMB");
        encounter.putObject("subject").put("reference", patient);
        encounter.putObject("period").put("start", date).put("end", date.replace("T10", "T11"));
        encounter
                .withArray("participant")
                .addObject()
                .putObject("individual")
                .put("reference", "Practitioner?identifier=" + NPI + "|9991");
        encounter.putObject("serviceProvider").put("reference", "Organization?identifier=" + HOSPITAL + "|h0");
        return encounter;
    }

    private ObjectNode observation(String patient, String encounter, String date) {
        var observation = resource("Observation");
        observation.put("status", "final");
        concept(
                observation.withArray("category"),
                "http://terminology.hl7.org/CodeSystem/observation-category",
                "laboratory");
        concept(observation.putObject("code"), "http://loinc.org", VITALS.get(random.nextInt(VITALS.size())));
        observation.putObject("subject").put("reference", patient);
        observation.putObject("encounter").put("reference", encounter);
        observation.put("effectiveDateTime", date);
        observation
                .putObject("valueQuantity")
                .put("value", new BigDecimal(random.nextInt(40, 120)).movePointLeft(1))
                .put("unit", "%")
                .put("system", "http://unitsofmeasure.org")
                .put("code", "%");
        return observation;
    }

    private ObjectNode condition(String patient, String encounter, String date) {
        var condition = resource("Condition");
        concept(
                condition.putObject("clinicalStatus"),
                "http://terminology.hl7.org/CodeSystem/condition-clinical",
                random.nextBoolean() ? "active" : "resolved");
        concept(condition.putObject("code"), "http://snomed.info/sct", random.nextBoolean() ? "44054006" : "59621000");
        condition.putObject("subject").put("reference", patient);
        condition.putObject("encounter").put("reference", encounter);
        condition.put("onsetDateTime", date);
        return condition;
    }

    private static ObjectNode report(String patient, String encounter, String observation, String date) {
        var report = resource("DiagnosticReport");
        report.put("status", "final");
        concept(report.putObject("code"), "http://loinc.org", "51990-0");
        report.putObject("subject").put("reference", patient);
        report.putObject("encounter").put("reference", encounter);
        report.put("effectiveDateTime", date);
        report.withArray("result").addObject().put("reference", observation);
        return report;
    }

    private static void concept(ArrayNode concepts, String system, String code) {
        concept(concepts.addObject(), system, code);
    }

    private static void concept(ObjectNode concept, String system, String code) {
        concept.withArray("coding").addObject().put("system", system).put("code", code);
    }

    private static ObjectNode bundle() {
        var bundle = resource("Bundle").put("type", "transaction");
        var _ = bundle.putArray("entry");
        return bundle;
    }

    private static ObjectNode resource(String type) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type);
    }

    @CanIgnoreReturnValue
    private static ObjectNode post(ObjectNode bundle, String fullUrl, ObjectNode resource) {
        var entry = bundle.withArray("entry").addObject().put("fullUrl", fullUrl);
        entry.set("resource", resource);
        return entry.putObject("request")
                .put("method", "POST")
                .put("url", resource.get("resourceType").asText());
    }
}

package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Makes resources of a small vocabulary, so that generated queries match some of them. */
final class Population {
    static final List<String> UNITS = List.of("%", "mmol/mol", "mg/dL", "g/L", "Cel", "K", "no unit");
    static final List<String> FAMILIES = List.of("Example", "Exämple", "EXEMPLAR", "Sample", "Samuel son", "O'Test");
    static final List<String> GIVEN = List.of("Ann", "Anna", "Änne", "Bo", "Cy");
    static final List<String> CODES = List.of("4548-4", "8302-2", "29463-7", "8480-6");
    static final List<String> PROBLEMS = List.of("44054006", "59621000", "15777000");
    static final List<String> SYSTEMS = List.of("http://loinc.org", "http://snomed.info/sct", "urn:oid:1.2.3");
    static final List<String> LABELS = List.of("R", "N", "PSY", "HIV");
    static final String LABEL_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    static final List<String> WORDS = List.of("Blood sugar", "blood", "Zucker", "Größe");
    static final List<String> URLS =
            List.of("http://a.example/f", "http://a.example/f/v", "http://a.example/f/v/1", "http://b");
    static final String RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
    static final int PATIENTS = 12;

    private final Random random;
    private final ResourceStore store;

    Population(Random random, ResourceStore store) {
        this.random = random;
        this.store = store;
    }

    /** A step in the life of the store: one commit of a few writes. */
    void step() {
        List<Write> writes = random
                .ints(1 + random.nextInt(4), 0, 100)
                .mapToObj(this::write)
                .collect(Collectors.toMap(Write::id, w -> w, (a, _) -> a, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
        // Some of them delete what is not there: then nothing is written at all.
        switch (store.commit(new Commit(writes, List.of()))) {
            case Outcome.Success<?> _, Outcome.Failure<?> _ -> {}
        }
    }

    private Write write(int chance) {
        var patient = "p" + random.nextInt(PATIENTS);
        if (chance < 10) {
            return new Write.Delete(
                    chance < 2 ? new ResourceId("Patient", patient) : anyRecord(), OptionalLong.empty());
        } else if (chance < 30) {
            return put(new ResourceId("Patient", patient), Optional.of(patient), patient());
        } else if (chance < 35) {
            return put(new ResourceId("Organization", "o" + random.nextInt(3)), Optional.empty(), organization());
        } else if (chance < 39) {
            return put(new ResourceId("Location", "l" + random.nextInt(9)), Optional.empty(), location());
        } else if (chance < 43) {
            return put(new ResourceId("ValueSet", "v" + random.nextInt(9)), Optional.empty(), valueSet());
        } else if (chance < 47) {
            return put(new ResourceId("RiskAssessment", "r" + random.nextInt(9)), Optional.of(patient), risk(patient));
        }
        var id = anyRecord();
        return put(id, Optional.of(patient), id.type().equals("Condition") ? condition(patient) : observation(patient));
    }

    private ResourceId anyRecord() {
        return random.nextInt(3) == 0
                ? new ResourceId("Condition", "c" + random.nextInt(60))
                : new ResourceId("Observation", "b" + random.nextInt(150));
    }

    private static Write put(ResourceId id, Optional<String> patient, ObjectNode json) {
        json.put("resourceType", id.type());
        return new Write.Put(id, OptionalLong.empty(), patient, Bytes.utf8(json.toPrettyString()));
    }

    private ObjectNode object() {
        var object = JsonNodeFactory.instance.objectNode();
        var meta = object.putObject("meta");
        if (random.nextInt(3) == 0) {
            meta.putArray("security").addObject().put("system", LABEL_SYSTEM).put("code", any(LABELS));
        }
        if (random.nextInt(3) == 0) {
            meta.putArray("tag").addObject().put("code", any(LABELS));
        }
        if (random.nextInt(4) == 0) {
            meta.putArray("profile").add("http://example.org/" + any(LABELS));
        }
        return object;
    }

    private ObjectNode patient() {
        var patient = object();
        for (var n = random.nextInt(3); n > 0; n--) {
            var name = patient.withArray("name").addObject();
            if (random.nextInt(4) > 0) {
                name.put("family", any(FAMILIES));
            }
            name.putArray("given").add(any(GIVEN)).add(any(GIVEN));
        }
        if (random.nextInt(4) > 0) {
            patient.put("gender", random.nextBoolean() ? "female" : "male");
        }
        if (random.nextInt(4) > 0) {
            patient.put("birthDate", date());
        }
        if (random.nextBoolean()) {
            patient.put("active", random.nextBoolean());
        }
        identifiers(patient);
        race(patient);
        if (random.nextBoolean()) {
            patient.putObject("managingOrganization").put("reference", "Organization/o" + random.nextInt(3));
        }
        return patient;
    }

    private void identifiers(ObjectNode patient) {
        for (var n = random.nextInt(3); n > 0; n--) {
            var identifier = patient.withArray("identifier").addObject();
            if (random.nextInt(3) > 0) {
                identifier.put("system", any(SYSTEMS));
            }
            identifier.put("value", "id" + random.nextInt(8));
            if (random.nextBoolean()) {
                identifier
                        .putObject("type")
                        .putArray("coding")
                        .addObject()
                        .put("system", "urn:t")
                        .put("code", any(LABELS));
            }
        }
    }

    private void race(ObjectNode patient) {
        if (random.nextBoolean()) {
            var race = patient.putArray("extension").addObject().put("url", random.nextInt(4) == 0 ? "http://e" : RACE);
            race.putArray("extension")
                    .addObject()
                    .put("url", "ombCategory")
                    .putObject("valueCoding")
                    .put("system", any(SYSTEMS))
                    .put("code", any(PROBLEMS));
        }
        switch (random.nextInt(4)) {
            case 0 -> patient.put("deceasedBoolean", random.nextBoolean());
            case 1 -> patient.put("deceasedDateTime", date());
            default -> {}
        }
    }

    private ObjectNode organization() {
        var organization = object();
        organization.put("name", any(FAMILIES));
        if (random.nextBoolean()) {
            organization.putObject("partOf").put("reference", "Organization/o" + random.nextInt(3));
        }
        return organization;
    }

    private ObjectNode location() {
        var location = object();
        if (random.nextInt(4) > 0) {
            location.putObject("position")
                    .put("latitude", 50 + random.nextInt(3))
                    .put("longitude", 8 + random.nextInt(3));
        }
        return location;
    }

    private ObjectNode valueSet() {
        var valueSet = object();
        if (random.nextInt(4) > 0) {
            valueSet.put("url", any(URLS));
        }
        return valueSet;
    }

    private ObjectNode risk(String patient) {
        var risk = object();
        risk.putObject("subject").put("reference", "Patient/" + patient);
        for (var n = random.nextInt(3); n > 0; n--) {
            risk.withArray("prediction")
                    .addObject()
                    .put("probabilityDecimal", new BigDecimal(random.nextInt(99)).movePointLeft(2));
        }
        return risk;
    }

    private ObjectNode condition(String patient) {
        var condition = object();
        concept(condition.putObject("code"), any(PROBLEMS));
        if (random.nextBoolean()) {
            concept(condition.putObject("clinicalStatus"), random.nextBoolean() ? "active" : "resolved");
        }
        condition.putObject("subject").put("reference", "Patient/" + patient);
        switch (random.nextInt(3)) {
            case 0 -> condition.put("onsetDateTime", date());
            case 1 -> period(condition.putObject("onsetPeriod"));
            default -> condition.put("onsetString", "long ago");
        }
        return condition;
    }

    private ObjectNode observation(String patient) {
        var observation = object();
        observation.put("status", random.nextBoolean() ? "final" : "preliminary");
        concept(observation.putObject("code"), any(CODES));
        if (random.nextBoolean()) {
            concept(observation.putArray("category").addObject(), any(PROBLEMS));
        }
        switch (random.nextInt(4)) {
            case 0 -> observation.putObject("subject").put("reference", "Group/p1");
            case 1 -> {
                var subject = observation.putObject("subject").put("reference", "Patient/" + patient + "/_history/1");
                subject.putObject("identifier").put("system", any(SYSTEMS)).put("value", "id" + random.nextInt(8));
            }
            default -> observation.putObject("subject").put("reference", "Patient/" + patient);
        }
        switch (random.nextInt(4)) {
            case 0 -> observation.put("effectiveDateTime", date());
            case 1 -> observation.put("effectiveInstant", date().substring(0, 4) + "-02-03T04:05:06.789+01:00");
            case 2 -> period(observation.putObject("effectivePeriod"));
            default -> {}
        }
        switch (random.nextInt(3)) {
            case 0 -> quantity(observation.putObject("valueQuantity"));
            case 1 -> concept(observation.putObject("valueCodeableConcept"), any(PROBLEMS));
            default -> {}
        }
        for (var n = random.nextInt(3); n > 0; n--) {
            var component = observation.withArray("component").addObject();
            concept(component.putObject("code"), any(CODES));
            if (random.nextInt(3) > 0) {
                quantity(component.putObject("valueQuantity"));
            } else {
                concept(component.putObject("valueCodeableConcept"), any(PROBLEMS));
            }
        }
        if (random.nextInt(3) == 0) {
            observation.putArray("hasMember").addObject().put("reference", "Observation/b" + random.nextInt(150));
        }
        return observation;
    }

    private void quantity(ObjectNode quantity) {
        quantity.put("value", new BigDecimal(random.nextInt(60, 140)).movePointLeft(random.nextInt(3)));
        quantity.put("unit", any(UNITS));
        if (random.nextBoolean()) {
            quantity.put("system", "http://unitsofmeasure.org").put("code", any(UNITS));
        }
    }

    private void concept(ObjectNode concept, String code) {
        for (var n = 1 + random.nextInt(2); n > 0; n--) {
            var coding = concept.withArray("coding").addObject().put("code", n == 1 ? code : any(PROBLEMS));
            if (random.nextInt(4) > 0) {
                coding.put("system", any(SYSTEMS));
            }
            if (random.nextBoolean()) {
                coding.put("display", any(WORDS));
            }
        }
        concept.put("text", any(WORDS));
    }

    private void period(ObjectNode period) {
        var start = date();
        if (random.nextInt(4) > 0) {
            period.put("start", start);
        }
        if (random.nextInt(4) > 0) {
            period.put("end", "20" + (30 + random.nextInt(9)) + start.substring(4));
        }
    }

    /** From years to milliseconds, close to each other. */
    String date() {
        var day = "201" + random.nextInt(6) + "-0" + (1 + random.nextInt(3)) + "-1" + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> day.substring(0, 4);
            case 1 -> day.substring(0, 7);
            case 2 -> day + "T1" + random.nextInt(3) + ":00:00Z";
            case 3 -> day + "T23:30:15.250-05:00";
            default -> day;
        };
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

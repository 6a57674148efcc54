package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Patients with records of FHIR by chance: some precise, some not, some of what was not so. */
final class FhirWorld {
    static final List<String> CONDITIONS = List.of("type-2-diabetes", "type-2-diabetes-kidney", "asthma");
    static final List<String> TESTS = List.of("glucose", "weight", "hba1c", "dimer");
    static final List<String> PROCEDURES = List.of("dialysis", "bypass");
    static final List<String> DRUGS = List.of("metformin", "insulin");

    private static final List<String> SEXES = List.of("male", "female", "other", "unknown", "");

    private final RandomGenerator random;
    private final List<Written> all = new ArrayList<>();

    /** A resource of a patient. */
    record Written(String type, String id, String patient, ObjectNode json) {}

    FhirWorld(RandomGenerator random, int patients) {
        this.random = random;
        for (var i = 0; i < patients; i++) {
            patient("p" + i);
        }
    }

    List<Written> all() {
        return all;
    }

    private void patient(String id) {
        var patient = JsonNodeFactory.instance.objectNode();
        date().ifPresent(born -> patient.put("birthDate", born));
        var sex = pick(SEXES);
        if (!sex.isEmpty()) {
            patient.put("gender", sex);
        }
        add("Patient", id, patient);
        for (var i = random.nextInt(7); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0, 1 -> condition(id);
                case 2 -> procedure(id);
                case 3 -> request(id);
                default -> observation(id);
            }
        }
    }

    private void add(String type, String patient, ObjectNode json) {
        json.put("resourceType", type);
        var id = type.equals("Patient") ? patient : "r" + all.size();
        if (!type.equals("Patient")) {
            json.putObject("subject").put("reference", "Patient/" + patient);
        }
        all.add(new Written(type, id, patient, json));
    }

    private ObjectNode coded(String element, String system, String code) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject(element).putArray("coding").addObject().put("system", system).put("code", code);
        return json;
    }

    private void condition(String patient) {
        var json = coded("code", Records.CONDITIONS, pick(CONDITIONS));
        if (random.nextInt(3) > 0) {
            json.putObject("verificationStatus")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/condition-ver-status")
                    .put("code", pick(List.of("confirmed", "provisional", "refuted", "entered-in-error")));
        }
        dated(json, "onset");
        add("Condition", patient, json);
    }

    private void procedure(String patient) {
        var json = coded("code", Records.CONDITIONS, pick(PROCEDURES));
        json.put("status", pick(List.of("completed", "completed", "not-done")));
        dated(json, "performed");
        add("Procedure", patient, json);
    }

    private void request(String patient) {
        var json = coded("medicationCodeableConcept", Records.CONDITIONS, pick(DRUGS));
        json.put("status", pick(List.of("active", "completed", "cancelled")));
        json.put("intent", pick(List.of("order", "order", "plan")));
        date().ifPresent(day -> json.put("authoredOn", day));
        add("MedicationRequest", patient, json);
    }

    private void observation(String patient) {
        var test = pick(TESTS);
        var json = coded("code", Records.LABORATORY, test);
        json.put("status", pick(List.of("final", "final", "amended", "preliminary", "cancelled")));
        dated(json, "effective");
        if (random.nextInt(5) > 0) {
            var quantity = json.putObject("valueQuantity")
                    .put("value", number())
                    .put("system", "http://unitsofmeasure.org")
                    .put("code", pick(units(test)));
            if (test.equals("dimer")) {
                quantity.put("comparator", pick(List.of("<", "<=", ">=", ">")));
            }
        }
        add("Observation", patient, json);
    }

    static List<String> units(String test) {
        return switch (test) {
            case "glucose" -> List.of("mg/dL", "g/L");
            case "weight" -> List.of("kg", "[lb_av]", "g");
            case "hba1c" -> List.of("%", "mmol/mol");
            default -> List.of("ug/mL");
        };
    }

    BigDecimal number() {
        return BigDecimal.valueOf(1 + random.nextInt(2000), random.nextInt(3));
    }

    private void dated(ObjectNode json, String prefix) {
        if (random.nextInt(4) > 0) {
            date().ifPresent(day -> json.put(prefix + "DateTime", day));
        } else {
            var period = json.putObject(prefix + "Period");
            date().ifPresentOrElse(day -> period.put("start", day), () -> period.put("start", "2001-01-01"));
            if (random.nextBoolean()) {
                period.put("end", "2026-02-01");
            }
        }
    }

    /** A day, a month, a year, or nothing. */
    private Optional<String> date() {
        var day = day().toString();
        return switch (random.nextInt(8)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(day.substring(0, 4));
            case 2 -> Optional.of(day.substring(0, 7));
            default -> Optional.of(day);
        };
    }

    LocalDate day() {
        return LocalDate.of(1975, 1, 1).plusDays(random.nextInt(18_000));
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}

package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Patients with records of FHIR by chance: some precise, some not, some of what was not so. */
final class FhirWorld {
    static final List<String> CONDITIONS = List.of("type-2-diabetes", "type-2-diabetes-kidney", "asthma");
    static final List<String> TESTS = List.of("glucose", "weight", "hba1c", "dimer", "culture");
    static final String PANEL = "pressure";
    static final List<String> PARTS = List.of("systolic", "diastolic");
    static final List<String> VISITS = List.of("IMP", "AMB");
    static final List<String> DEVICES = List.of("pump", "pacemaker");
    static final List<String> PAPERS = List.of("research", "treatment");
    static final List<String> REGIONS = List.of("606", "SW1", "750");
    static final List<String> CLINICAL = List.of("active", "resolved");
    static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    static final List<String> PROCEDURES = List.of("dialysis", "bypass");
    static final List<String> DRUGS = List.of("metformin", "insulin");

    private static final List<String> POSTAL_CODES = List.of("60611", "60655-1234", "SW1A 1AA", "75001", "75");
    private static final List<String> MARKS = List.of("N", "H", "LL", "A");
    private static final List<String> SEXES = List.of("male", "female", "other", "unknown", "");

    private final RandomGenerator random;
    private final List<Written> all = new ArrayList<>();
    private List<String> visits = List.of();

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
        switch (random.nextInt(5)) {
            case 0 -> patient.put("deceasedBoolean", true);
            case 1 -> patient.put("deceasedDateTime", day().toString());
            case 2 -> patient.put("deceasedBoolean", false);
            default -> {}
        }
        if (random.nextInt(3) > 0) {
            patient.putArray("address")
                    .addObject()
                    .put("use", pick(List.of("home", "temp", "old")))
                    .put("postalCode", pick(POSTAL_CODES));
        }
        add("Patient", id, patient);
        visits = List.of();
        for (var i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(10)) {
                case 0, 1 -> condition(id);
                case 2 -> procedure(id);
                case 3 -> request(id);
                case 4 -> visit(id);
                case 5 -> device(id);
                case 6 -> consent(id);
                case 7 -> panel(id);
                default -> observation(id);
            }
        }
    }

    private void visit(String patient) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("status", pick(List.of("finished", "in-progress", "cancelled")));
        json.putObject("class").put("system", ACT).put("code", pick(VISITS));
        json.putObject("period").put("start", day().toString()).put("end", "2026-02-01");
        visits = Stream.concat(visits.stream(), Stream.of("r" + all.size())).toList();
        add("Encounter", patient, json);
    }

    private void device(String patient) {
        var json = coded("type", Records.CONDITIONS, pick(DEVICES));
        if (random.nextBoolean()) {
            json.put("status", pick(List.of("active", "inactive", "entered-in-error")));
        }
        add("Device", patient, json);
    }

    private void consent(String patient) {
        var json = JsonNodeFactory.instance.objectNode().put("status", pick(List.of("active", "rejected")));
        json.putArray("category")
                .add(coded("c", Records.CONDITIONS, pick(PAPERS)).path("c"));
        date().ifPresent(day -> json.put("dateTime", day));
        add("Consent", patient, json);
    }

    private void panel(String patient) {
        var json = coded("code", Records.LABORATORY, PANEL);
        json.put("status", pick(List.of("final", "preliminary")));
        dated(json, "effective");
        var components = json.putArray("component");
        for (var part : PARTS) {
            var component = coded("code", Records.LABORATORY, part);
            component
                    .putObject("valueQuantity")
                    .put("value", number())
                    .put("system", "http://unitsofmeasure.org")
                    .put("code", "mm[Hg]");
            marked(component);
            components.add(component);
        }
        belonging(json);
        add("Observation", patient, json);
    }

    private void marked(ObjectNode json) {
        if (random.nextInt(3) == 0) {
            json.putArray("interpretation")
                    .add(coded("i", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", pick(MARKS))
                            .path("i"));
        }
    }

    /** To a visit, if there was one. */
    private void belonging(ObjectNode json) {
        if (!visits.isEmpty() && random.nextInt(3) > 0) {
            json.putObject("encounter").put("reference", "Encounter/" + pick(visits));
        }
    }

    private void add(String type, String patient, ObjectNode json) {
        json.put("resourceType", type);
        var id = type.equals("Patient") ? patient : "r" + all.size();
        if (!type.equals("Patient")) {
            json.putObject(Set.of("Device", "Consent").contains(type) ? "patient" : "subject")
                    .put("reference", "Patient/" + patient);
        }
        all.add(new Written(type, id, patient, json));
    }

    private ObjectNode coded(String element, String system, String code) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject(element)
                .putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code);
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
        if (random.nextBoolean()) {
            json.putObject("clinicalStatus")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/condition-clinical")
                    .put("code", pick(CLINICAL));
        }
        belonging(json);
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
        marked(json);
        belonging(json);
        if (test.equals("culture")) {
            json.putObject("valueCodeableConcept")
                    .putArray("coding")
                    .addObject()
                    .put("system", Records.CONDITIONS)
                    .put("code", pick(CONDITIONS));
        } else if (random.nextInt(5) > 0) {
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
            case "systolic", "diastolic" -> List.of("mm[Hg]");
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

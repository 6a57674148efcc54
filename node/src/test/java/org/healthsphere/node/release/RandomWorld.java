package org.healthsphere.node.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Decision;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Patients, their records with a past, and what they said about sharing, all from one seed. */
final class RandomWorld {
    static final List<String> PATIENTS = List.of("ann", "bea", "cem");
    static final List<String> TYPES = List.of(
            "Observation",
            "Condition",
            "Encounter",
            "MedicationRequest",
            "DiagnosticReport",
            "DocumentReference",
            "Provenance");
    static final String VALUE_SET = "urn:set";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String SENSITIVITY = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final List<String> CODES = List.of("a", "b", "c");
    private static final List<String> DAYS = List.of("2021-05-01", "2022-07-01T10:00:00Z", "2022-12-31", "2023-01-01");

    final House house = new House();
    final List<ResourceId> resources = new ArrayList<>();
    final List<Said> said = new ArrayList<>();
    private final SplittableRandom random;

    /** What a patient said, in order; what ended later has the turn at which it did. */
    record Said(String patient, ObjectNode consent, int turn, Optional<Integer> ended, SignedConsent signed) {}

    RandomWorld(long seed) {
        this.random = new SplittableRandom(seed);
        house.consents.introduce(RandomWorld::knownAs);
        house.valueSets.put(VALUE_SET, Set.of(new Coding("urn:c", "a"), new Coding("urn:c", "b")));
        put("Organization", "lab", Optional.empty(), "{'name':'A laboratory'}");
        put("Practitioner", "doc-1", Optional.empty(), "{'name':[{'family':'One'}]}");
        put("Practitioner", "doc-2", Optional.empty(), "{'name':[{'family':'Two'}]}");
        PATIENTS.forEach(this::record);
        for (var turn = 0; turn < 5; turn++) {
            turn(turn);
        }
    }

    static Set<String> knownAs(Requester requester) {
        return requester.subject().equals("clinician-1") ? Set.of("Practitioner/doc-1", "Group/ward") : Set.of();
    }

    private void put(String type, String id, Optional<String> patient, String json) {
        house.put(type, id, patient, json);
        var name = new ResourceId(type, id);
        if (!resources.contains(name)) {
            resources.add(name);
        }
    }

    private void record(String patient) {
        put(
                "Patient",
                patient,
                Optional.of(patient),
                "{%s'gender':'%s','birthDate':'1970-01-01','managingOrganization':{'reference':'Organization/lab'}}"
                        .formatted(label(), any(List.of("male", "female"))));
        put("Binary", patient + "-scan", Optional.of(patient), "{%s'contentType':'text/plain','data':'eA=='}".formatted(label()));
        for (var i = 2 + random.nextInt(6); i >= 0; i--) {
            var type = any(TYPES);
            var id = new ResourceId(type, patient + "-" + i);
            for (var versions = 1 + random.nextInt(3); versions > 0; versions--) {
                put(type, id.id(), Optional.of(patient), content(type, patient));
            }
            if (random.nextInt(6) == 0) {
                house.delete(type, id.id());
            }
        }
    }

    private String content(String type, String patient) {
        var about = ",'code':{'coding':[%s]}".formatted(coding("urn:c", any(CODES)));
        return "{%s'%s':%s%s%s}"
                .formatted(
                        label(),
                        type.equals("Provenance") ? "target" : "subject",
                        type.equals("Provenance") ? targets(patient) : "{'reference':'Patient/" + patient + "'}",
                        Set.of("Observation", "Condition", "DiagnosticReport").contains(type) ? about : "",
                        details(type, patient));
    }

    private String targets(String patient) {
        return "[{'reference':'Patient/%s'},{'reference':'Observation/%s-%d'}]"
                .formatted(patient, patient, random.nextInt(6));
    }

    private String label() {
        return switch (random.nextInt(5)) {
            case 0 -> "'meta':{'security':[%s]},".formatted(coding(CONFIDENTIALITY, any(List.of("L", "N", "R", "V"))));
            case 1 -> "'meta':{'security':[%s]},".formatted(coding(SENSITIVITY, any(List.of("PSY", "HIV"))));
            case 2 ->
                "'meta':{'security':[%s,%s]},"
                        .formatted(coding(CONFIDENTIALITY, any(List.of("N", "R"))), coding(SENSITIVITY, "PSY"));
            default -> "";
        };
    }

    private String details(String type, String patient) {
        var encounter = "{'reference':'Encounter/%s-%d'}".formatted(patient, random.nextInt(6));
        var author = "{'reference':'Practitioner/%s'}".formatted(any(List.of("doc-1", "doc-2")));
        return switch (type) {
            case "Observation" ->
                ",'status':'final','encounter':%s,'performer':[%s]%s"
                        .formatted(encounter, author, day("effectiveDateTime"));
            case "Condition" ->
                ",'encounter':%s,'recorder':%s%s%s"
                        .formatted(encounter, author, day("onsetDateTime"), day("recordedDate"));
            case "Encounter" ->
                ",'status':'finished'"
                        + (random.nextBoolean() ? ",'period':{'start':'2021-12-30','end':'2022-01-02'}" : "");
            case "MedicationRequest" ->
                ",'status':'active','intent':'order','encounter':%s,'requester':%s%s"
                        .formatted(encounter, author, day("authoredOn"));
            case "DiagnosticReport" ->
                ",'status':'final','result':[{'reference':'Observation/%s-%d'}],'performer':[%s]%s"
                        .formatted(patient, random.nextInt(6), author, day("effectiveDateTime"));
            case "DocumentReference" -> ",'status':'current','author':[%s]%s".formatted(author, day("date"));
            default -> day("recorded");
        };
    }

    private String day(String element) {
        return random.nextInt(4) == 0 ? "" : ",'%s':'%s'".formatted(element, any(DAYS));
    }

    private void turn(int turn) {
        var patient = any(PATIENTS);
        var open = said.stream()
                .filter(one -> one.patient().equals(patient) && one.ended().isEmpty())
                .findFirst();
        if (open.isPresent() && random.nextInt(3) == 0) {
            end(open.get(), turn);
        } else {
            say(patient, consent(), turn);
        }
    }

    private void end(Said one, int turn) {
        house.ends(one.patient(), one.signed());
        said.set(
                said.indexOf(one), new Said(one.patient(), one.consent(), one.turn(), Optional.of(turn), one.signed()));
    }

    private void say(String patient, ObjectNode consent, int turn) {
        var signed = house.says(patient, consent, PurposeOfUse.values());
        said.add(new Said(patient, consent, turn, Optional.empty(), signed));
    }

    /** Somebody denies something more. */
    void deny() {
        var what = "{'type':'deny'%s%s}".formatted(condition(), random.nextBoolean() ? part() : "");
        say(any(PATIENTS), House.consent(what), said.size() + 10);
    }

    /** Somebody ends what he said; false when nobody has anything to end. */
    boolean revoke() {
        var open = said.stream().filter(one -> one.ended().isEmpty()).toList();
        if (!open.isEmpty()) {
            end(any(open), said.size() + 1_000);
        }
        return !open.isEmpty();
    }

    ObjectNode consent() {
        return House.consent(provision(0));
    }

    private String provision(int depth) {
        List<String> exceptions = new ArrayList<>();
        for (var left = depth < 2 ? random.nextInt(3) : 0; left > 0; left--) {
            exceptions.add(provision(depth + 1));
        }
        var nested = exceptions.isEmpty() ? "" : ",'provision':[" + String.join(",", exceptions) + "]";
        var type = random.nextInt(3) == 0 == (depth == 0) ? "deny" : "permit";
        return "{'type':'%s'%s%s%s}"
                .formatted(type, condition(), random.nextInt(depth == 0 ? 3 : 1) == 0 ? part() : "", nested);
    }

    private String condition() {
        return switch (random.nextInt(7)) {
            case 6 ->
                actor("'reference':{'identifier':{'system':'https://healthsphere.org/fhir/sid/user','value':'%s'}}"
                        .formatted(any(List.of("south/clinician-7", "north/clinician-1", "south/clinician-8"))));
            case 0 ->
                ",'purpose':[%s]"
                        .formatted(coding(
                                ACT_REASON, any(List.of("TREAT", "BTG", "ETREAT", "HRESCH", "PATRQT", "HPAYMT"))));
            case 1 -> actor("'reference':{'reference':'Organization/south'}");
            case 2 ->
                actor("'reference':{'reference':'%s'}"
                        .formatted(any(List.of("Practitioner/doc-1", "Practitioner/doc-2", "Group/ward"))));
            default -> "";
        };
    }

    private static String actor(String reference) {
        return ",'actor':[{'role':{'coding':[%s]},%s}]"
                .formatted(coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"), reference);
    }

    private String part() {
        var other = random.nextInt(4) == 0 ? ",'dataPeriod':%s".formatted(period()) : "";
        return other
                + switch (random.nextInt(6)) {
                    case 0 -> ",'class':[%s]".formatted(coding("http://hl7.org/fhir/resource-types", any(TYPES)));
                    case 1 ->
                        ",'securityLabel':[%s]".formatted(coding(CONFIDENTIALITY, any(List.of("L", "N", "R", "V"))));
                    case 2 -> ",'securityLabel':[%s]".formatted(coding(SENSITIVITY, any(List.of("PSY", "HIV"))));
                    case 3 ->
                        ",'code':[{'coding':[%s]}]"
                                .formatted(
                                        random.nextBoolean()
                                                ? coding("urn:c", any(CODES))
                                                : coding("urn:ietf:rfc:3986", VALUE_SET));
                    case 4 -> data();
                    default -> other.isEmpty() ? ",'dataPeriod':%s".formatted(period()) : "";
                };
    }

    private String data() {
        var patient = any(PATIENTS);
        var reference = switch (random.nextInt(3)) {
            case 0 -> List.of("instance", any(TYPES) + "/" + patient + "-" + random.nextInt(6));
            case 1 -> List.of(any(List.of("related", "dependents")), "Encounter/" + patient + "-" + random.nextInt(6));
            default -> List.of("authoredby", any(List.of("Practitioner/doc-1", "Practitioner/doc-2")));
        };
        return ",'data':[{'meaning':'%s','reference':{'reference':'%s'}}]"
                .formatted(reference.getFirst(), reference.getLast());
    }

    private String period() {
        return any(List.of("{'start':'2022','end':'2022'}", "{'start':'2022'}", "{'end':'2022'}", "{'end':'2021'}"));
    }

    private static String coding(String system, String code) {
        return "{'system':'%s','code':'%s'}".formatted(system, code);
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Everybody who might ask. */
    List<Access> everybody() {
        var nowhere = new NodeId("nowhere");
        return List.of(
                house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.TREAT),
                house.access(House.NORTH, "program", Role.SYSTEM, PurposeOfUse.TREAT),
                house.access(House.NORTH, "steward", Role.STEWARD, PurposeOfUse.HOPERAT),
                house.access(House.NORTH, "operator", Role.OPERATOR, PurposeOfUse.HOPERAT),
                house.access(House.NORTH, "study", Role.RESEARCHER, PurposeOfUse.HRESCH),
                house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT),
                house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.ETREAT),
                house.access(House.SOUTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT),
                house.access(House.SOUTH, "clinician-7", Role.CLINICIAN, PurposeOfUse.TREAT),
                house.access(House.SOUTH, "clinician-7", Role.CLINICIAN, PurposeOfUse.ETREAT),
                house.access(House.SOUTH, "study", Role.RESEARCHER, PurposeOfUse.HRESCH),
                house.access(nowhere, "clinician-9", Role.CLINICIAN, PurposeOfUse.TREAT),
                house.access(nowhere, "clinician-9", Role.CLINICIAN, PurposeOfUse.ETREAT));
    }

    /** Whether ann's own record is not denied to her. */
    boolean seesSomething(Access ann) {
        return house.view.decide("ann", request(ann)) instanceof Decision.Permitted;
    }

    ConsentRequest request(Access access) {
        return new ConsentRequest(access.requester(), access.purpose(), house.clock.instant());
    }
}

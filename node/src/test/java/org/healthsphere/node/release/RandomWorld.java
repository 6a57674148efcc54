package org.healthsphere.node.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Decision;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Patients, their records with a past, and what they said about sharing, all from one seed. */
final class RandomWorld {
    static final List<String> PATIENTS = List.of("ann", "bea", "cem");
    static final List<String> TYPES = List.of("Observation", "Condition", "Encounter");
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final List<String> LABELS = List.of("N", "R", "V");
    private static final List<String> CODES = List.of("a", "b", "c");

    final House house = new House();
    final List<ResourceId> resources = new ArrayList<>();
    final List<Said> said = new ArrayList<>();
    private final SplittableRandom random;

    /** What a patient said, in order; what ended later has the turn at which it did. */
    record Said(String patient, ObjectNode consent, int turn, Optional<Integer> ended, SignedConsent signed) {}

    RandomWorld(long seed) {
        this.random = new SplittableRandom(seed);
        house.put("Organization", "lab", Optional.empty(), "{'name':'A laboratory'}");
        resources.add(new ResourceId("Organization", "lab"));
        PATIENTS.forEach(this::record);
        for (var turn = 0; turn < 5; turn++) {
            turn(turn);
        }
    }

    private void record(String patient) {
        house.put("Patient", patient, patient, "{'gender':'other'}");
        resources.add(new ResourceId("Patient", patient));
        for (var i = random.nextInt(5); i >= 0; i--) {
            var id = new ResourceId(any(TYPES), patient + "-" + i);
            for (var versions = 1 + random.nextInt(3); versions > 0; versions--) {
                house.put(id.type(), id.id(), patient, content(patient));
            }
            if (random.nextInt(5) == 0) {
                house.delete(id.type(), id.id());
            }
            resources.add(id);
        }
    }

    private String content(String patient) {
        var label =
                random.nextBoolean() ? "'meta':{'security':[%s]},".formatted(coding(CONFIDENTIALITY, any(LABELS))) : "";
        return "{%s'subject':{'reference':'Patient/%s'},'code':{'coding':[%s]}}"
                .formatted(label, patient, coding("urn:c", any(CODES)));
    }

    private void turn(int turn) {
        var patient = any(PATIENTS);
        var open = said.stream()
                .filter(one -> one.patient().equals(patient) && one.ended().isEmpty())
                .findFirst();
        if (open.isPresent() && random.nextInt(3) == 0) {
            var one = open.get();
            house.ends(patient, one.signed());
            said.set(said.indexOf(one), new Said(patient, one.consent(), one.turn(), Optional.of(turn), one.signed()));
        } else {
            say(patient, consent(), turn);
        }
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

    ObjectNode consent() {
        List<String> exceptions = new ArrayList<>();
        for (var left = random.nextInt(3); left > 0; left--) {
            exceptions.add(
                    random.nextInt(3) == 0
                            ? "{'type':'permit'%s}".formatted(condition())
                            : "{'type':'deny'%s%s}".formatted(condition(), part()));
        }
        var nested = exceptions.isEmpty() ? "" : ",'provision':[" + String.join(",", exceptions) + "]";
        var type = random.nextInt(3) == 0 ? "deny" : "permit";
        return House.consent("{'type':'%s'%s%s}".formatted(type, condition(), nested));
    }

    private String condition() {
        return switch (random.nextInt(5)) {
            case 0 ->
                ",'purpose':[%s]".formatted(coding(ACT_REASON, any(List.of("TREAT", "ETREAT", "HRESCH", "PATRQT"))));
            case 1 ->
                ",'actor':[{'role':{'coding':[%s]},'reference':{'reference':'Organization/south'}}]"
                        .formatted(coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"));
            default -> "";
        };
    }

    private String part() {
        return switch (random.nextInt(3)) {
            case 0 -> ",'class':[%s]".formatted(coding("http://hl7.org/fhir/resource-types", any(TYPES)));
            case 1 -> ",'securityLabel':[%s]".formatted(coding(CONFIDENTIALITY, any(List.of("R", "V"))));
            default -> ",'code':[{'coding':[%s]}]".formatted(coding("urn:c", any(CODES)));
        };
    }

    private static String coding(String system, String code) {
        return "{'system':'%s','code':'%s'}".formatted(system, code);
    }

    private <T> T any(List<T> list) {
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

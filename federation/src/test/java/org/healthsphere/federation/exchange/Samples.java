package org.healthsphere.federation.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.MatchKey;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** Questions and records for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final NodeId NORTH = new NodeId("north");
    static final Coding EMERGENCY = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "ETREAT");
    static final Requester CLINICIAN = new Requester(NORTH, "dr-7", Role.CLINICIAN);
    static final PatientTokens PATIENT = new PatientTokens(
            Sha256.of("a key"),
            AdministrativeGender.FEMALE,
            Map.of(
                    MatchKey.FULL_NAME_BIRTH, Set.of("AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBB"),
                    MatchKey.GIVEN_BIRTH_PHONE, Set.of("CCCCCCCCCCCCCCCCCCCCCC")));

    private Samples() {}

    static Question question() {
        return question(PurposeOfUse.TREAT, RecordFilter.EVERYTHING);
    }

    static Question question(PurposeOfUse purpose, RecordFilter filter) {
        var reason =
                purpose == PurposeOfUse.ETREAT ? Optional.of(new BreakGlass(EMERGENCY)) : Optional.<BreakGlass>empty();
        return new Question(CLINICIAN, purpose, reason, PATIENT, filter, 12);
    }

    static RecordQuery query(Question question) {
        return new RecordQuery("query-0001", question, NOW, new Deadline(NOW.plusSeconds(5)));
    }

    static RecordFilter someOfIt() {
        return new RecordFilter(
                Set.of("Observation", "Patient"),
                Optional.of(LocalDate.parse("2020-01-01")),
                Optional.of(LocalDate.parse("2025-12-31")));
    }

    static ReleasedRecord patient(String id) {
        return record("Patient", id, "\"gender\":\"female\"");
    }

    static ReleasedRecord observation(String id, String patient) {
        return record(
                "Observation",
                id,
                "\"subject\":{\"reference\":\"Patient/" + patient + "\"},\"note\":[{\"text\":\"a\\nb\"}]");
    }

    static ReleasedRecord record(String type, String id, String rest) {
        return new ReleasedRecord(
                type, id, 3, Bytes.utf8("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\",\n " + rest + "}"));
    }

    static List<ReleasedRecord> records(String patient) {
        return List.of(patient(patient), observation("o1", patient));
    }
}

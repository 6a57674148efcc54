package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.LegalBasisRelease.Approval;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.consents.LegalBasis;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gate leaves in the audit, and the tales of single requests; all ways at once are in {@link GateDifferentialTest}. */
class ConsentGateTest {
    private static final ResourceId NOTE = new ResourceId("Condition", "note");
    private static final String PSY = "{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'}";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_label_that_was_given_late_hides_the_past_as_well() {
        house.put("Condition", "note", "ann", "{'code':{'text':'plain'}}");
        house.put("Condition", "note", "ann", "{'meta':{'security':[%s]},'code':{'text':'plain'}}".formatted(PSY));
        keepBackPsychiatry();
        var missing = Outcome.failed(new Fault.NotFound("Condition/note"));
        assertThat(house.gate.read(house.stranger(), NOTE)).isEqualTo(missing);
        assertThat(house.gate.version(house.stranger(), NOTE, 1)).isEqualTo(missing);
        assertThat(house.history(house.stranger(), NOTE)).isEqualTo(missing);
    }

    @Test
    void what_is_hidden_and_then_deleted_was_never_there() {
        house.put("Condition", "note", "ann", "{'meta':{'security':[%s]}}".formatted(PSY));
        house.put("Condition", "open", "ann", "{}");
        house.delete("Condition", "note");
        house.delete("Condition", "open");
        keepBackPsychiatry();
        assertThat(house.gate.read(house.stranger(), NOTE))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Condition/note")));
        assertThat(house.gate.read(house.stranger(), new ResourceId("Condition", "open")))
                .isEqualTo(Outcome.failed(new Fault.Gone("Condition/open")));
    }

    private void keepBackPsychiatry() {
        house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','securityLabel':[%s]}]}".formatted(PSY)),
                PurposeOfUse.TREAT);
    }

    @Test
    void what_a_law_permits_a_steward_reads_for_public_health_and_the_patient_learns_of_it() {
        house.put("Condition", "note", "ann", "{}");
        house.put("Immunization", "shot", "ann", "{}");
        house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.PUBHLTH);
        var shot = new ResourceId("Immunization", "shot");
        var reporting =
                new Access(new Requester(House.NORTH, "steward-1", Role.STEWARD), PurposeOfUse.PUBHLTH, "reporting");
        assertThat(house.gate.read(reporting, shot)).isInstanceOf(Outcome.Failure.class);
        var basis = new LegalBasis(
                Optional.empty(),
                "Infection Protection Act",
                "Health authority",
                Set.of("Immunization"),
                house.clock.instant().minusSeconds(60),
                house.clock.instant().plusSeconds(3_600));
        var approved = approved(house.consents.draft("ann", basis).orElseThrow());
        var _ = house.consents.record(approved).orElseThrow();
        house.follow();
        assertThat(house.gate.read(reporting, shot)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.read(reporting, NOTE)).as("another type").isInstanceOf(Outcome.Failure.class);
        var usual = new Access(reporting.requester(), PurposeOfUse.TREAT, "usual");
        assertThat(house.gate.read(usual, shot)).as("another purpose").isInstanceOf(Outcome.Failure.class);
        assertThat(house.consents.lawful("ann")).containsExactly(approved);
        assertThat(house.consents.lawful("bea")).isEmpty();
        assertThat(events())
                .contains(AuditEvent.of(
                                AuditCode.RECORD_READ,
                                reporting.requester(),
                                PurposeOfUse.PUBHLTH,
                                reporting.correlation())
                        .naming(List.of("Immunization/shot"))
                        .about("ann")
                        .under(approved.id()));
    }

    private static LegalBasisRelease approved(LegalBasisRelease draft) {
        return draft.approvedBy(List.of(approval(Role.AUDITOR, draft), approval(Role.STEWARD, draft)));
    }

    private static Approval approval(Role role, LegalBasisRelease draft) {
        var key = SigningKey.generate(new SecureRandom());
        return new Approval(
                role,
                key.verificationKey(),
                Bytes.of(key.sign(draft.signedBytes().array())));
    }

    @Test
    void a_read_is_in_the_audit_with_its_patient_or_as_denied() {
        house.put("Condition", "note", "ann", "{}");
        var own = house.own();
        assertThat(house.gate.read(own, NOTE)).isInstanceOf(Outcome.Success.class);
        var stranger = house.stranger();
        assertThat(house.gate.read(stranger, NOTE)).isInstanceOf(Outcome.Failure.class);
        assertThat(events())
                .as("the patient learns of both")
                .containsExactly(
                        read(stranger).with(Result.DENIED).about("ann"),
                        read(own).about("ann"));
    }

    private static AuditEvent read(Access access) {
        return AuditEvent.of(AuditCode.RECORD_READ, access.requester(), access.purpose(), access.correlation())
                .naming(List.of("Condition/note"));
    }

    @Test
    void a_search_is_told_to_each_patient_of_whom_something_left_or_who_was_asked_for() {
        house.put("Condition", "note", "ann", "{}");
        var one = house.own();
        assertThat(found(one)).isEqualTo(1);
        house.put("Condition", "other", "bea", "{}");
        var two = house.own();
        assertThat(found(two)).isEqualTo(2);
        assertThat(events())
                .containsExactlyInAnyOrder(
                        searched(two).about("bea"),
                        searched(two).about("ann"),
                        searched(one).about("ann"));
    }

    @ParameterizedTest
    @CsvSource({
        "Condition, patient, cem, cem",
        "Condition, subject, Patient/cem, cem",
        "Condition, subject:Patient, cem, cem",
        "Condition, _compartment, Patient/cem, cem",
        "Patient, _id, cem, cem",
        "Condition, _id, cem, ''",
        "Condition, subject, Group/cem, ''",
        "Condition, code, cem, ''",
        "Condition, patient, no id at all, ''"
    })
    void who_was_asked_for_by_name_learns_of_it_though_nothing_was_found(
            String type, String parameter, String value, String patient) {
        var access = house.own();
        var query = new Query(type, List.of(Criterion.of(parameter, List.of(value))), List.of(), 10, Optional.empty());
        var _ = house.gate.search(access, query);
        assertThat(house.audit.newest(1).stream()
                        .map(entry -> entry.event().patient().orElse("")))
                .containsExactly(patient);
    }

    private long found(Access access) {
        return house.gate
                .search(access, new Query("Condition", List.of(), List.of(), 10, Optional.empty()))
                .orElseThrow()
                .total();
    }

    private static AuditEvent searched(Access access) {
        return AuditEvent.of(AuditCode.RECORD_SEARCHED, access.requester(), access.purpose(), access.correlation())
                .naming(List.of("Condition"));
    }

    @Test
    void a_history_and_an_old_version_are_reads() {
        house.put("Condition", "note", "ann", "{}");
        var access = house.own();
        assertThat(house.history(access, NOTE).orElseThrow()).hasSize(1);
        assertThat(house.gate.version(access, NOTE, 1)).isInstanceOf(Outcome.Success.class);
        assertThat(events())
                .extracting(event -> event.code() + " " + event.what())
                .containsExactly("RECORD_READ [Condition/note/_history/1]", "RECORD_READ [Condition/note/_history]");
    }

    @Test
    void whoever_breaks_the_glass_is_called_so() {
        house.put("Condition", "note", "ann", "{}");
        var access = house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.ETREAT);
        assertThat(house.gate.read(access, NOTE)).isInstanceOf(Outcome.Success.class);
        assertThat(events()).extracting(AuditEvent::code).containsExactly(AuditCode.GLASS_BROKEN);
    }

    @Test
    void the_patients_of_a_page_of_an_export_are_written_down_at_once() {
        for (var patient : List.of("ann", "bea")) {
            house.put("Condition", "first-" + patient, patient, "{}");
            house.put("Condition", "second-" + patient, patient, "{}");
        }
        var written = new ArrayList<List<ReleaseLog.Entry>>();
        ReleaseLog log = entries -> {
            written.add(entries);
            return Outcome.of(entries);
        };
        var gate = new ConsentGate(house.view, house.store, house.index, log, house.clock);
        var query = new Query("Condition", List.of(), List.of(), 10, Optional.empty());
        assertThat(gate.export(house.own(), query).orElseThrow().matches()).hasSize(4);
        assertThat(written)
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .extracting(
                                entry -> entry.patient().orElseThrow() + " " + entry.what() + " " + entry.released())
                        .containsExactly("ann [Condition] 2", "bea [Condition] 2"));
    }

    @Test
    void what_cannot_be_written_down_does_not_leave() {
        house.put("Condition", "note", "ann", "{}");
        Fault full = new Fault.Unavailable("the audit log");
        var gate = new ConsentGate(house.view, house.store, house.index, _ -> Outcome.failed(full), house.clock);
        var query = new Query("Condition", List.of(), List.of(), 10, Optional.empty());
        assertThat(gate.read(house.own(), NOTE)).isEqualTo(Outcome.failed(full));
        assertThat(gate.version(house.own(), NOTE, 1)).isEqualTo(Outcome.failed(full));
        assertThat(gate.history(house.own(), House.past(NOTE))).isEqualTo(Outcome.failed(full));
        assertThat(gate.search(house.own(), query)).isEqualTo(Outcome.failed(full));
        assertThat(gate.release(house.own(), Optional.of("ann"), Compartment.WHOLE))
                .isEqualTo(Outcome.failed(full));
    }

    private List<AuditEvent> events() {
        return house.audit.newest(10).stream()
                .map(AuditEntry::event)
                .map(House::bare)
                .toList();
    }
}

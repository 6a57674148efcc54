package org.healthsphere.node.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filed of a letter is in the audit log, whatever goes wrong between the two. */
class InboxTest {
    private static final String LETTER = "handover-0000000000";
    private static final Outcome<Bytes> FILED = said("filed");
    private static final Outcome<Bytes> LATER = said("later");

    private final House house = new House();
    private final InMemoryAuditLog entries = new InMemoryAuditLog(house.clock);
    private final FullLog log = new FullLog(entries);

    @TempDir
    private Path folder;

    private Kit south;
    private Inbox inbox;
    private List<Fault.Problem> problems = List.of();

    @BeforeEach
    void an_inbox() {
        south = new Kit(
                folder,
                new Source(Inbox.SOURCE, ZoneOffset.UTC, Map.of(), Map.of(), Map.of()),
                new HandoverFeed(_ -> problems));
        inbox = new Inbox(
                new Inbox.Here(House.SOUTH, house.members),
                new Inbox.Taking(south.ingest, _ -> Outcome.of(Optional.empty()), south.store, log));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Outcome<Bytes> said(String state) {
        return Outcome.of(Bytes.utf8("{\"v\":1,\"state\":\"" + state + "\"}"));
    }

    private Outcome<Bytes> brought() {
        var letter = new HandoverLetter(
                LETTER,
                new HandoverOrder("q7", House.SOUTH, HandoverKind.REFERRAL, "Please see her feet.", false),
                "clinician-9",
                "North Hospital",
                House.NOW,
                PatientTokens.NOBODY,
                Json.tree(Bytes.utf8("{\"resourceType\":\"Patient\",\"id\":\"q7\",\"gender\":\"female\"}")),
                Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"document\"}"),
                Bytes.utf8("<ClinicalDocument/>"),
                Set.of());
        return inbox.answer(House.NORTH, letter.toBytes());
    }

    private Outcome<Bytes> asked() {
        return inbox.answer(House.NORTH, HandoverLetter.question(LETTER));
    }

    private void assertThatThePatientLearnsOfItOnce() {
        assertThat(south.all("Communication")).hasSize(1);
        assertThat(entries.ofPatient(south.current("Patient").getFirst().id().id(), 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.event().code()).isEqualTo(AuditCode.RECORD_CREATED);
                    assertThat(entry.event().requester().member()).isEqualTo(House.NORTH);
                    assertThat(entry.event().correlation()).isEqualTo(LETTER);
                });
    }

    @Test
    void a_letter_that_the_audit_log_could_not_take_is_not_called_filed_until_it_can() {
        log.full(true);
        assertThat(brought()).isEqualTo(LATER);
        assertThat(south.all("Communication")).as("it is in the record").hasSize(1);
        assertThat(brought()).as("brought again").isEqualTo(LATER);
        assertThat(asked()).as("asked for").isEqualTo(LATER);
        assertThat(entries.newest(10)).isEmpty();

        log.full(false);
        assertThat(asked()).isEqualTo(FILED);
        assertThat(brought()).isEqualTo(FILED);
        inbox.round();
        assertThatThePatientLearnsOfItOnce();
    }

    @Test
    void a_letter_that_nobody_brings_again_is_in_the_audit_log_once_that_can_be_written() {
        log.full(true);
        assertThat(brought()).isEqualTo(LATER);
        inbox.round();
        log.full(false);
        inbox.round();
        inbox.round();
        assertThatThePatientLearnsOfItOnce();
        assertThat(asked()).isEqualTo(FILED);
    }

    @Test
    void a_letter_that_was_set_aside_is_in_the_audit_log_once_it_was_taken_after_all() {
        problems = List.of(new Fault.Problem("nickname", "is no element"));
        assertThat(brought()).isEqualTo(said("aside"));
        inbox.round();
        assertThat(entries.newest(10)).as("nothing was written yet").isEmpty();
        problems = List.of();
        var _ = south.ingest.replay(south.quarantine.list().getFirst().id()).orElseThrow();
        inbox.round();
        inbox.round();
        assertThatThePatientLearnsOfItOnce();
        assertThat(asked()).isEqualTo(FILED);
    }
}

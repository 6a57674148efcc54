package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditChain;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.fhir.patch.JsonPatch;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Access ACCESS = new Access(
            new Requester(new NodeId("hospital-a"), "clerk", Role.SYSTEM), PurposeOfUse.HOPERAT, "correlation");
    private static final ResourceId ANN = new ResourceId("Patient", "ann");
    private static final Bytes PATIENT = json("{'resourceType':'Patient','id':'ann'}");

    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> NOW);
    private final LuceneResourceIndex index = LuceneResourceIndex.inMemory(store, SearchParameters.r4());
    private final InMemoryAuditLog audit = new InMemoryAuditLog(() -> NOW);
    private final Interactions interactions = over(audit);

    private Interactions over(AuditLog log) {
        return new Interactions(
                new Intake(SearchParameters.r4()), store, index, new OpenGate(store, index), log, () -> "fresh");
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }

    private static AuditEvent event(AuditCode code, Optional<String> patient, String... what) {
        return new AuditEvent(
                code,
                ACCESS.requester(),
                PurposeOfUse.HOPERAT,
                "correlation",
                patient,
                List.of(what),
                Result.PERMITTED,
                Optional.empty(),
                Optional.empty());
    }

    private List<AuditEvent> events() {
        return audit.newest(20).reversed().stream().map(AuditEntry::event).toList();
    }

    @Test
    void create_update_patch_and_delete_are_each_in_the_log_with_whom_they_concern() {
        var writes = interactions.writes();
        var _ = writes.update(ACCESS, ANN, PATIENT, OptionalLong.empty()).orElseThrow();
        var _ = writes.create(
                        ACCESS,
                        "Observation",
                        json("{'resourceType':'Observation','status':'final','code':{'text':'x'},"
                                + "'subject':{'reference':'Patient/ann'}}"),
                        Optional.empty())
                .orElseThrow();
        var _ = JsonPatch.read(json("[{'op':'add','path':'/active','value':true}]"))
                .then(patch -> writes.patch(ACCESS, ANN, patch, OptionalLong.empty()))
                .orElseThrow();
        var _ = writes.delete(ACCESS, new ResourceId("Observation", "fresh"), OptionalLong.empty())
                .orElseThrow();
        var ann = Optional.of("ann");
        assertThat(events())
                .containsExactly(
                        event(AuditCode.RECORD_CREATED, ann, "Patient/ann"),
                        event(AuditCode.RECORD_CREATED, ann, "Observation/fresh"),
                        event(AuditCode.RECORD_WRITTEN, ann, "Patient/ann"),
                        event(AuditCode.RECORD_DELETED, ann, "Observation/fresh"));
    }

    @Test
    void what_was_deleted_and_is_written_again_is_in_the_log_as_created() {
        var writes = interactions.writes();
        var _ = writes.update(ACCESS, ANN, PATIENT, OptionalLong.empty()).orElseThrow();
        var _ = writes.delete(ACCESS, ANN, OptionalLong.empty()).orElseThrow();
        var _ = writes.update(ACCESS, ANN, PATIENT, OptionalLong.empty()).orElseThrow();
        assertThat(events())
                .extracting(AuditEvent::code)
                .containsExactly(AuditCode.RECORD_CREATED, AuditCode.RECORD_DELETED, AuditCode.RECORD_CREATED);
    }

    @Test
    void a_transaction_has_one_event_for_each_patient() {
        var bundle = json("{'resourceType':'Bundle','type':'transaction','entry':["
                + "{'resource':{'resourceType':'Patient','id':'ann'},'request':{'method':'PUT','url':'Patient/ann'}},"
                + "{'resource':{'resourceType':'Patient','id':'bob'},'request':{'method':'PUT','url':'Patient/bob'}},"
                + "{'resource':{'resourceType':'Organization','id':'o'},'request':{'method':'PUT','url':'Organization/o'}},"
                + "{'resource':{'resourceType':'Coverage','id':'c','status':'active','beneficiary':{'reference':'Patient/ann'},"
                + "'payor':[{'reference':'Organization/o'}]},'request':{'method':'PUT','url':'Coverage/c'}}]}");
        var _ = interactions
                .bundle(Asking.of(ACCESS, "https://node.example/fhir"), bundle)
                .orElseThrow();
        assertThat(events())
                .containsExactlyInAnyOrder(
                        event(AuditCode.RECORD_CREATED, Optional.of("ann"), "Patient/ann", "Coverage/c"),
                        event(AuditCode.RECORD_CREATED, Optional.of("bob"), "Patient/bob"),
                        event(AuditCode.RECORD_CREATED, Optional.empty(), "Organization/o"));
    }

    @Test
    void a_write_that_the_store_refuses_is_in_the_log_as_failed() {
        assertThat(interactions.writes().update(ACCESS, ANN, PATIENT, OptionalLong.of(7)))
                .isInstanceOf(Outcome.Failure.class);
        var event = event(AuditCode.RECORD_CREATED, Optional.of("ann"), "Patient/ann");
        assertThat(events()).containsExactly(event, event.with(Result.FAILED));
    }

    @Test
    void what_changes_nothing_is_no_write() {
        assertThat(interactions.writes().delete(ACCESS, ANN, OptionalLong.empty()))
                .isInstanceOf(Outcome.Success.class);
        assertThat(interactions.writes().update(ACCESS, ANN, json("{'resourceType':'Patient'}"), OptionalLong.empty()))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(events()).isEmpty();
    }

    @Test
    void nothing_is_written_that_cannot_be_audited() {
        var unavailable = new Fault.Unavailable("the audit log");
        var refused = over(new Broken(unavailable)).writes().update(ACCESS, ANN, PATIENT, OptionalLong.empty());
        assertThat(refused).isEqualTo(Outcome.failed(unavailable));
        assertThat(store.get(ANN)).isEmpty();
    }

    /** A log on a full disk. */
    private record Broken(Fault fault) implements AuditLog {
        @Override
        public Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
            return Outcome.failed(fault);
        }

        @Override
        public Stream<AuditEntry> before(Optional<Instant> time) {
            return Stream.empty();
        }

        @Override
        public List<AuditEntry> numbered(long sequence) {
            return List.of();
        }

        @Override
        public List<AuditEntry> ofPatient(String patient, int limit) {
            return List.of();
        }

        @Override
        public List<AuditEntry> ofCorrelation(String correlation, int limit) {
            return List.of();
        }

        @Override
        public List<AuditEntry> newest(int limit) {
            return List.of();
        }

        @Override
        public List<AuditChain> chains() {
            return List.of();
        }

        @Override
        public AuditHead head() {
            return AuditHead.START;
        }
    }
}

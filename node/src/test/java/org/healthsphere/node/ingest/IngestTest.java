package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.Kit.json;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    Path folder;

    @Test
    void a_message_is_stored_with_its_origin_in_one_commit() {
        var kit = new Kit(folder, new LineFeed());

        var receipt = kit.take("line", "m1|7|A");

        assertThat(receipt)
                .isInstanceOfSatisfying(
                        Receipt.Stored.class, s -> assertThat(s.resources()).isEqualTo(3));
        assertThat(kit.store.lastChange()).isEqualTo(1);
        assertThat(kit.the("Provenance")).isEqualTo(json("""
                {'target': [{'reference': 'Patient/*'}, {'reference': 'Condition/*'}],
                 'recorded': '2026-01-02T03:04:05Z',
                 'agent': [
                   {'type': {'coding': [{'system': 'http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type', 'code': 'transmitter'}]},
                    'who': {'display': 'ward', 'identifier': {'system': 'https://healthsphere.org/sid/source', 'value': 'north'}}},
                   {'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', 'code': 'assembler'}]},
                    'who': {'display': 'HealthSphere mapping lines 1'}}],
                 'entity': [{'role': 'source', 'what': {'identifier': {'system': 'https://healthsphere.org/sid/source-message/line', 'value': 'm1'}}}]}
                """));
    }

    @Test
    void everything_about_a_patient_is_in_the_patients_compartment() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");
        var patient = kit.current("Patient").getFirst().id().id();

        try (var changes = kit.store.changesAfter(0)) {
            assertThat(changes).allSatisfy(r -> assertThat(r.patient()).contains(patient));
        }
    }

    @Test
    void a_message_that_comes_again_is_not_applied_again() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");

        assertThat(kit.take("line", "m1|7|A")).isInstanceOf(Receipt.Repeated.class);
        assertThat(kit.store.lastChange()).isEqualTo(1);
        assertThat(kit.ingest.coverage("north").repeated()).isEqualTo(1);
    }

    @Test
    void a_sender_who_got_no_answer_because_the_node_died_may_send_again() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");

        var again = kit.restarted().take("line", "north", Bytes.utf8("m1|7|A"));

        assertThat(again).isInstanceOf(Receipt.Repeated.class);
        assertThat(kit.store.lastChange()).isEqualTo(1);
    }

    @Test
    void a_control_id_that_is_used_for_something_else_is_another_message() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");
        kit.stored("line", "m1|7|B");

        assertThat(kit.all("Condition")).hasSize(2);
    }

    @Test
    void two_messages_about_one_patient_make_one_patient() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");
        kit.stored("line", "m2|7|B");

        assertThat(kit.current("Patient")).hasSize(1);
        assertThat(kit.current("Patient").getFirst().version()).isEqualTo(1);
    }

    @Test
    void when_another_message_was_faster_this_one_is_mapped_anew() {
        var kit = new Kit(folder, new LineFeed());
        var refusals = new AtomicInteger();
        var contested = new Contested(new StoreSink(kit.store), () -> refusals.getAndIncrement() < 3);

        var receipt = kit.over(contested, List.of(new LineFeed())).take("line", "north", Bytes.utf8("m1|7|A"));

        assertThat(receipt).isInstanceOf(Receipt.Stored.class);
        assertThat(refusals).hasValue(4);
    }

    @Test
    void a_race_that_does_not_end_defers_the_message() {
        var kit = new Kit(folder, new LineFeed());
        var contested = new Contested(new StoreSink(kit.store), () -> true);

        var receipt = kit.over(contested, List.of(new LineFeed())).take("line", "north", Bytes.utf8("m1|7|A"));

        assertThat(receipt).isInstanceOf(Receipt.Deferred.class);
        assertThat(kit.store.lastChange()).isZero();
    }

    @Test
    void without_terminology_nothing_is_stored_untranslated() {
        var kit = new Kit(folder, new LineFeed());
        kit.terminology.available(false);

        assertThat(kit.take("line", "m1|7|A")).isEqualTo(new Receipt.Deferred(new Fault.Unavailable("terminology")));
        assertThat(kit.store.lastChange()).isZero();
        assertThat(kit.ingest.quarantined()).isEmpty();

        kit.terminology.available(true);
        kit.stored("line", "m1|7|A");
    }

    @Test
    void what_cannot_be_read_is_set_aside_whole_and_counted() {
        var kit = new Kit(folder, new LineFeed());
        kit.stored("line", "m1|7|A");

        var receipt = kit.take("line", "nonsense");

        assertThat(receipt).isInstanceOf(Receipt.Quarantined.class);
        var entry = kit.ingest.quarantined().getFirst();
        assertThat(entry)
                .isEqualTo(new Quarantine.Entry(
                        entry.id(), "line", "north", Kit.CLOCK.instant(), "three parts are expected"));
        assertThat(kit.quarantine.raw(entry.id())).contains(Bytes.utf8("nonsense"));
        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(2, 1, 1));
    }

    @Test
    void the_same_broken_message_again_is_one_entry() {
        var kit = new Kit(folder, new LineFeed());
        kit.take("line", "nonsense");
        kit.take("line", "nonsense");

        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(1, 0, 1));
    }

    @Test
    void after_the_mapping_is_mended_a_replay_comes_to_what_the_message_would_have_come_to() {
        var kit = new Kit(folder, new LineFeed(false));
        kit.take("line", "m1|7|A");
        var entry = kit.ingest.quarantined().getFirst().id();
        assertThat(kit.ingest.replay(entry)).get().isInstanceOf(Receipt.Quarantined.class);

        var mended = kit.over(new StoreSink(kit.store), List.of(new LineFeed()));
        assertThat(mended.replay(entry)).get().isInstanceOf(Receipt.Stored.class);

        var direct = new Kit(folder.resolve("other"), new LineFeed());
        direct.stored("line", "m1|7|A");
        try (var a = kit.store.changesAfter(0);
                var b = direct.store.changesAfter(0)) {
            assertThat(a.map(StoredResource::json))
                    .containsExactlyElementsOf(b.map(StoredResource::json).toList());
        }
        assertThat(mended.report()).isEqualTo(new IngestReport(1, 1, 0));
        assertThat(mended.replay(entry)).isEmpty();
    }

    @Test
    void what_was_set_aside_and_is_sent_again_after_a_mending_leaves_the_quarantine() {
        var kit = new Kit(folder, new LineFeed(false));
        kit.take("line", "m1|7|A");

        var mended = kit.over(new StoreSink(kit.store), List.of(new LineFeed()));
        var receipt = mended.take("line", "north", Bytes.utf8("m1|7|A"));

        assertThat(receipt).isInstanceOf(Receipt.Stored.class);
        assertThat(mended.report()).isEqualTo(new IngestReport(1, 1, 0));
    }

    @Test
    void a_defect_sets_the_message_aside_and_does_not_stop_those_behind_it() {
        var kit = new Kit(folder, new LineFeed());

        assertThat(kit.take("line", "m1|7|boom")).isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().getFirst().reason()).doesNotContain("boom");
        kit.stored("line", "m2|7|A");
    }

    @Test
    void coverage_tells_which_codes_are_understood_and_survives_a_restart() {
        var kit = new Kit(folder, new LineFeed());
        kit.terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "equivalent");
        kit.stored("line", "m1|7|A");
        kit.stored("line", "m2|7|B");
        kit.take("line", "nonsense");

        var expected = new Coverage(new IngestReport(3, 2, 1), Map.of(Kit.LOCAL, new Coverage.Codes(1, 1, 0)), 2, 0);
        assertThat(kit.ingest.coverage()).isEqualTo(Map.of("north", expected));
        assertThat(kit.restarted().coverage()).isEqualTo(Map.of("north", expected));
    }

    @Test
    void what_is_not_configured_is_a_defect_of_the_caller() {
        var kit = new Kit(folder, new LineFeed());
        assertThatThrownBy(() -> kit.take("fax", "m1|7|A")).hasMessage("not configured: fax");
    }

    /** A sink for whose records somebody else is faster. */
    private record Contested(RecordSink inner, BooleanSupplier refuses) implements RecordSink {
        @Override
        public Outcome<Integer> store(Commit commit) {
            return refuses.getAsBoolean() ? Outcome.failed(new Fault.VersionMismatch("other")) : inner.store(commit);
        }

        @Override
        public Optional<StoredResource> current(ResourceId id) {
            return inner.current(id);
        }

        @Override
        public long lastChange() {
            return inner.lastChange();
        }

        @Override
        public Optional<Bytes> mark(String space, String key) {
            return inner.mark(space, key);
        }

        @Override
        public Stream<Commit.Mark> marks(String space) {
            return inner.marks(space);
        }
    }
}

package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.RecordSink;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document and the one that replaces it, in whatever order they come and are told again. */
class DocumentOrderTest {
    private static final Replays.Range ALL =
            new Replays.Range(Optional.empty(), Optional.empty(), Instant.MIN, Instant.MAX);

    private static final String FIRST = note("T02", "1", "D1", "");
    private static final String SECOND = note("T10", "2", "D2", "D1^NORTH");
    private static final Map<String, String> SUPERSEDED = Map.of("D1", "superseded", "D2", "current");

    @TempDir
    Path folder;

    private Kit kit;
    private LuceneResourceIndex index;
    private Replays replays;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
        replays = new Replays(kit.ingest, kit.store, index, kit.originals, Kit.CLOCK);
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private static String note(String event, String controlId, String number, String replaces) {
        return message(
                "MDM^" + event,
                controlId,
                pid("7", "Muster"),
                "TXA|1|CN|TX|20240102030000||||||||" + number + "^NORTH|" + replaces + "||||AU||AV",
                "OBX|1|TX|||text");
    }

    private Map<String, String> statuses() {
        var statuses = new TreeMap<String, String>();
        kit.current("DocumentReference").stream()
                .filter(document -> !document.deleted())
                .map(document -> Kit.plain(document.json()))
                .forEach(document -> statuses.put(
                        document.at("/identifier/0/value").asText(),
                        document.path("status").asText()));
        return statuses;
    }

    /** The kept message of this control id. */
    private String part(String controlId) {
        return replays.list(ALL, 10).stream()
                .filter(original -> original.id().id().equals(controlId))
                .findFirst()
                .orElseThrow()
                .part();
    }

    @Test
    void in_either_order_the_replaced_one_is_superseded_and_stays_so_when_it_is_updated() {
        for (var order : List.of(List.of(FIRST, SECOND), List.of(SECOND, FIRST))) {
            var one = new Kit(folder.resolve("quarantine"), new V2Feed());
            order.forEach(message -> one.stored("v2", message));
            one.stored("v2", note("T08", "3", "D1", ""));
            kit = one;
            assertThat(statuses()).isEqualTo(SUPERSEDED);
        }
    }

    @Test
    void a_batch_may_have_them_in_either_order() {
        var batch = "FHS|^~\\&\rBHS|^~\\&\r" + SECOND + FIRST + "BTS|2\rFTS|1\r";
        var answers = new V2Endpoint(kit.ingest, "north", Kit.CLOCK).apply(Bytes.utf8(batch));

        assertThat(answers.getFirst().utf8()).contains("MSA|AA|1", "MSA|AA|2");
        assertThat(statuses()).isEqualTo(SUPERSEDED);
    }

    @Test
    void whoever_brings_the_one_while_the_other_is_being_stored_finds_it() {
        var sink = new Interrupted(new StoreSink(kit.store));
        var ingest = kit.over(sink, List.of(new V2Feed()));
        sink.between = () -> kit.stored("v2", SECOND);

        var _ = ingest.take("v2", "north", Bytes.utf8(FIRST));

        assertThat(statuses()).isEqualTo(SUPERSEDED);
    }

    @Test
    void a_replay_of_either_or_both_changes_nothing() {
        kit.stored("v2", SECOND);
        kit.stored("v2", FIRST);
        for (var chosen : List.of(part("1"), part("2"))) {
            assertThat(replays.replay(chosen).orElseThrow().changed()).isZero();
            assertThat(statuses()).isEqualTo(SUPERSEDED);
        }
        assertThat(replays.replay(ALL).orElseThrow().changed()).isZero();
        assertThat(statuses()).isEqualTo(SUPERSEDED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_the_message_of_the_later_one_the_earlier_is_current_again(boolean inOrder) {
        kit.stored("v2", inOrder ? FIRST : SECOND);
        kit.stored("v2", inOrder ? SECOND : FIRST);
        assertThat(replays.withdraw(part("2"))).isInstanceOf(Outcome.Success.class);
        assertThat(statuses()).isEqualTo(Map.of("D1", "current"));

        assertThat(replays.restore(part("2"))).isInstanceOf(Outcome.Success.class);
        assertThat(statuses()).isEqualTo(SUPERSEDED);
    }

    @Test
    void what_was_withdrawn_before_replaces_nothing_that_comes() {
        kit.stored("v2", SECOND);
        assertThat(replays.withdraw(part("2"))).isInstanceOf(Outcome.Success.class);
        kit.stored("v2", FIRST);
        assertThat(statuses()).isEqualTo(Map.of("D1", "current"));
    }

    /** Somebody else stores something before the first commit. */
    private static final class Interrupted implements RecordSink {
        private final RecordSink sink;
        private Runnable between = () -> {};

        Interrupted(RecordSink sink) {
            this.sink = sink;
        }

        @Override
        public Outcome<Integer> store(Commit commit) {
            var first = between;
            between = () -> {};
            first.run();
            return sink.store(commit);
        }

        @Override
        public Optional<StoredResource> current(ResourceId id) {
            return sink.current(id);
        }

        @Override
        public long lastChange() {
            return sink.lastChange();
        }

        @Override
        public Optional<Bytes> mark(String space, String key) {
            return sink.mark(space, key);
        }

        @Override
        public Stream<Commit.Mark> marks(String space) {
            return sink.marks(space);
        }
    }
}

package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class TogetherTest {
    private final InMemoryResourceStore store = new InMemoryResourceStore(Kit.CLOCK);
    private final Gate gate = new Gate(new StoreSink(store));
    private final Together together = new Together(gate);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        senders.close();
    }

    @Test
    void whoever_waits_is_written_at_once() throws Exception {
        var outcomes =
                atOnce(IntStream.range(0, 10).mapToObj(i -> put("P" + i, 0)).toList());

        assertThat(outcomes).containsOnly(Outcome.of(1)).hasSize(11);
        assertThat(gate.sizes).containsExactly(1, 10);
        assertThat(store.lastChange()).isEqualTo(2);
    }

    @Test
    void two_that_write_the_same_are_never_one_and_the_second_is_told_so() throws Exception {
        var outcomes = atOnce(List.of(put("same", 0), put("other", 0), put("same", 0)));

        assertThat(outcomes.subList(0, 3)).containsOnly(Outcome.of(1));
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.VersionMismatch.class));
        assertThat(gate.sizes).containsExactly(1, 2, 1);
    }

    @Test
    void what_one_of_them_is_refused_for_is_no_reason_to_refuse_another() throws Exception {
        var outcomes = atOnce(List.of(put("a", 0), put("b", 7), put("c", 0)));

        assertThat(outcomes.get(1)).isEqualTo(Outcome.of(1));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failure.class);
        assertThat(outcomes.get(3)).isEqualTo(Outcome.of(1));
        assertThat(store.get(new ResourceId("Basic", "b"))).isEmpty();
        assertThat(store.get(new ResourceId("Basic", "c"))).isPresent();
    }

    @Test
    void what_nobody_knows_to_be_written_is_not_tried_again() throws Exception {
        gate.unavailable = true;
        var outcomes = atOnce(List.of(put("a", 0), put("b", 0)));

        assertThat(outcomes).containsOnly(Outcome.failed(new Fault.Unavailable("store")));
        assertThat(gate.sizes).containsExactly(1, 2);
    }

    @Test
    void a_defect_is_that_of_who_brought_it() {
        gate.open.countDown();

        assertThatThrownBy(() -> together.store(put("defect", 0))).hasMessage("defect");
        assertThat(together.store(put("sound", 0))).isEqualTo(Outcome.of(1));
    }

    @Test
    void when_the_machine_fails_nobody_waits_for_ever() throws Exception {
        var failing = senders.submit(() -> together.store(put("failure", 0)));
        gate.begun.await();
        var waiting = senders.submit(() -> together.store(put("sound", 0)));
        gate.open.countDown();

        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("failure");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.of(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 100})
    void many_who_bring_much_are_all_answered_and_each_is_written_once(int count) throws Exception {
        gate.open.countDown();
        var each = 40;
        var sent = IntStream.range(0, count)
                .mapToObj(sender -> senders.submit(() -> IntStream.range(0, each)
                        .mapToObj(i -> together.store(put("s" + sender + "-" + i, 0)))
                        .toList()))
                .toList();
        for (var one : sent) {
            assertThat(one.get(60, TimeUnit.SECONDS))
                    .containsOnly(Outcome.of(1))
                    .hasSize(each);
        }
        assertThat(gate.sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(count * each);
        assertThat(gate.sizes).allMatch(size -> size <= 32);
        assertThat(together.waiting()).isZero();
    }

    /** One commit is under way while all of these come in their order. */
    private List<Outcome<Integer>> atOnce(List<Commit> commits) throws Exception {
        var sent = new ArrayList<Future<Outcome<Integer>>>();
        sent.add(senders.submit(() -> together.store(put("first", 0))));
        gate.begun.await();
        for (var i = 0; i < commits.size(); i++) {
            var commit = commits.get(i);
            sent.add(senders.submit(() -> together.store(commit)));
            while (together.waiting() <= i) {
                Thread.onSpinWait();
            }
        }
        gate.open.countDown();
        var outcomes = new ArrayList<Outcome<Integer>>();
        for (var one : sent) {
            outcomes.add(one.get(60, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    private static Commit put(String id, long expected) {
        var resource = new ResourceId("Basic", id);
        return Commit.of(new Commit.Write.Put(
                resource,
                OptionalLong.of(expected),
                Optional.empty(),
                Bytes.utf8("{\"resourceType\":\"Basic\",\"id\":\"" + id + "\"}")));
    }

    /** Holds the first commit back until the test lets it go. */
    private static final class Gate implements RecordSink {
        private final RecordSink sink;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean unavailable;

        Gate(RecordSink sink) {
            this.sink = sink;
        }

        @Override
        public Outcome<Integer> store(Commit commit) {
            begun.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (commit.writes().stream().anyMatch(w -> w.id().id().equals("defect"))) {
                throw new IllegalStateException("defect");
            }
            if (commit.writes().stream().anyMatch(w -> w.id().id().equals("failure"))) {
                throw new AssertionError("failure");
            }
            sizes.add(commit.writes().size());
            return unavailable ? Outcome.failed(new Fault.Unavailable("store")) : sink.store(commit);
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

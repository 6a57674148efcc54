package org.healthsphere.node.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What senders bring at the same time goes to the disk together: whoever waits for the one commit that is under way is in the next.
 *
 * <p>Nobody waits for others to come, and nobody is answered before what he brought is durable. A message is whole in one commit or
 * not at all. Two that write the same resource, or set the same mark, are never in one commit; and when a commit of several is
 * refused, each of them is written by itself, so that no message is refused for what another one holds.
 */
public final class Together implements RecordSink {
    private static final int MESSAGES = 32;
    private static final int WRITES = 500;

    private final RecordSink sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    public Together(RecordSink sink) {
        this.sink = sink;
    }

    /** Its outcome is set and read by who holds the lock; whoever waits for it is woken for that alone, or to write. */
    private static final class Waiting {
        private final Commit commit;
        private final Condition woken;
        private Optional<Supplier<Outcome<Integer>>> outcome = Optional.empty();

        Waiting(Commit commit, Condition woken) {
            this.commit = commit;
            this.woken = woken;
        }
    }

    /** What became of one that waited. */
    private record Ended(Waiting one, Supplier<Outcome<Integer>> outcome) {
        static Ended with(Waiting one, Outcome<Integer> outcome) {
            return new Ended(one, () -> outcome);
        }
    }

    @Override
    public Outcome<Integer> store(Commit commit) {
        lock.lock();
        try {
            var mine = new Waiting(commit, lock.newCondition());
            waiting.add(mine);
            while (writing && mine.outcome.isEmpty()) {
                mine.woken.awaitUninterruptibly();
            }
            if (mine.outcome.isEmpty()) {
                writeUntilEnded(mine);
            }
            return mine.outcome.orElseThrow().get();
        } finally {
            lock.unlock();
        }
    }

    /** Writes for all who wait, and then lets the next one of them do so. */
    private void writeUntilEnded(Waiting mine) {
        writing = true;
        try {
            while (mine.outcome.isEmpty()) {
                letOthersIn();
                end(next());
            }
        } finally {
            writing = false;
            Optional.ofNullable(waiting.peek()).ifPresent(next -> next.woken.signal());
        }
    }

    /** Whoever is ready to bring something does so now; when nobody is, this is over at once. Only the number of commits depends on it. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void letOthersIn() {
        lock.unlock();
        try {
            Thread.yield();
        } finally {
            lock.lock();
        }
    }

    private void end(List<Waiting> batch) {
        try {
            written(batch).forEach(ended -> ended.one().outcome = Optional.of(ended.outcome()));
        } finally {
            // Where the machine failed, nobody waits for what will never come.
            batch.stream()
                    .filter(one -> one.outcome.isEmpty())
                    .forEach(one -> one.outcome = Optional.of(Together::brokenOff));
            batch.forEach(one -> one.woken.signal());
        }
    }

    private static Outcome<Integer> brokenOff() {
        throw new IllegalStateException("a commit of several was broken off");
    }

    private List<Ended> written(List<Waiting> batch) {
        lock.unlock();
        try {
            return write(batch);
        } finally {
            lock.lock();
        }
    }

    /** From the front of the queue all that can be one commit, as far as one is no burden. */
    private List<Waiting> next() {
        var batch = new ArrayList<Waiting>();
        var taken = new Taken(new HashSet<>(), new HashSet<>());
        while (!waiting.isEmpty() && batch.size() < MESSAGES && taken.takes(waiting.peek().commit)) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** What a commit of several writes so far. */
    private record Taken(Set<ResourceId> resources, Set<String> marks) {
        boolean takes(Commit commit) {
            var ids = commit.writes().stream().map(Commit.Write::id).toList();
            var keys =
                    commit.marks().stream().map(m -> m.space() + "/" + m.key()).toList();
            var isFirst = resources.isEmpty() && marks.isEmpty();
            var fits = resources.size() + ids.size() <= WRITES
                    && ids.stream().noneMatch(resources::contains)
                    && keys.stream().noneMatch(marks::contains);
            if (isFirst || fits) {
                resources.addAll(ids);
                marks.addAll(keys);
            }
            return isFirst || fits;
        }
    }

    private List<Ended> write(List<Waiting> batch) {
        var together = batch.size() == 1 ? List.<Ended>of() : asOne(batch);
        return together.isEmpty() ? batch.stream().map(this::alone).toList() : together;
    }

    private Ended alone(Waiting one) {
        try {
            return Ended.with(one, sink.store(one.commit));
        } catch (RuntimeException defect) {
            return new Ended(one, () -> {
                throw defect;
            });
        }
    }

    /** Empty when each is to be written by itself. */
    private List<Ended> asOne(List<Waiting> batch) {
        var writes = new ArrayList<Commit.Write>();
        var marks = new ArrayList<Commit.Mark>();
        for (var one : batch) {
            writes.addAll(one.commit.writes());
            marks.addAll(one.commit.marks());
        }
        try {
            return switch (sink.store(new Commit(writes, marks))) {
                case Outcome.Success<Integer> _ ->
                    batch.stream()
                            .map(one -> Ended.with(
                                    one, Outcome.of(one.commit.writes().size())))
                            .toList();
                // Whether it was written nobody knows: once more would be twice.
                case Outcome.Failure<Integer>(Fault.Unavailable fault) ->
                    batch.stream()
                            .map(one -> Ended.with(one, Outcome.failed(fault)))
                            .toList();
                case Outcome.Failure<Integer> _ -> List.of();
            };
        } catch (RuntimeException defect) {
            // A defect that one of them brings is not the others'.
            return List.of();
        }
    }

    /** How many wait for the commit that is under way. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
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

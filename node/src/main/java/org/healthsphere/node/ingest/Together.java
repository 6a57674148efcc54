package org.healthsphere.node.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    public Together(RecordSink sink) {
        this.sink = sink;
    }

    /** Its outcome is set and read by who holds the lock of writing. */
    private static final class Waiting {
        private final Commit commit;
        private Optional<Supplier<Outcome<Integer>>> outcome = Optional.empty();

        Waiting(Commit commit) {
            this.commit = commit;
        }

        void ends(Outcome<Integer> with) {
            outcome = Optional.of(() -> with);
        }
    }

    @Override
    public Outcome<Integer> store(Commit commit) {
        var mine = new Waiting(commit);
        synchronized (waiting) {
            waiting.add(mine);
        }
        writing.lock();
        try {
            if (mine.outcome.isEmpty()) {
                // Whoever is ready to bring something does so now; when nobody is, this is over at once.
                Thread.yield();
            }
            // Whoever held the lock before may have written this one too.
            while (mine.outcome.isEmpty()) {
                write(next());
            }
            return mine.outcome.get().get();
        } finally {
            writing.unlock();
        }
    }

    /** From the front of the queue all that can be one commit, as far as one is no burden. */
    private List<Waiting> next() {
        var batch = new ArrayList<Waiting>();
        var taken = new Taken(new HashSet<>(), new HashSet<>());
        synchronized (waiting) {
            while (!waiting.isEmpty() && batch.size() < MESSAGES && taken.takes(waiting.peek().commit)) {
                batch.add(waiting.remove());
            }
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

    private void write(List<Waiting> batch) {
        if (batch.size() == 1 || !isWrittenAsOne(batch)) {
            batch.forEach(this::alone);
        }
    }

    private void alone(Waiting one) {
        try {
            one.ends(sink.store(one.commit));
        } catch (RuntimeException defect) {
            one.outcome = Optional.of(() -> {
                throw defect;
            });
        }
    }

    private boolean isWrittenAsOne(List<Waiting> batch) {
        var writes = new ArrayList<Commit.Write>();
        var marks = new ArrayList<Commit.Mark>();
        for (var one : batch) {
            writes.addAll(one.commit.writes());
            marks.addAll(one.commit.marks());
        }
        try {
            return switch (sink.store(new Commit(writes, marks))) {
                case Outcome.Success<Integer> _ -> {
                    batch.forEach(one -> one.ends(Outcome.of(one.commit.writes().size())));
                    yield true;
                }
                // Whether it was written nobody knows: once more would be twice.
                case Outcome.Failure<Integer>(Fault.Unavailable fault) -> {
                    batch.forEach(one -> one.ends(Outcome.failed(fault)));
                    yield true;
                }
                case Outcome.Failure<Integer> _ -> false;
            };
        } catch (RuntimeException defect) {
            // A defect that one of them brings is not the others'.
            return false;
        }
    }

    /** How many wait for the commit that is under way. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
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

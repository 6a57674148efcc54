package org.healthsphere.node.store.ignite;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.healthsphere.node.cluster.Consensus;
import org.healthsphere.node.cluster.Entry;
import org.healthsphere.node.cluster.ReplicatedLog;
import org.healthsphere.node.cluster.Report;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of one of several processes: what a majority of them has is committed, and each does for itself what a commit tells all to do.
 *
 * <p>Such a command is a mark in a space of its own. It is carried out before the commit is seen, and again after a crash.
 */
final class SharedJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(SharedJournal.class);
    private static final String ERASE = "command-erase";
    private static final String DESTROY = "command-destroy";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ERASING = Duration.ofSeconds(60);
    private static final Fault NO_MAJORITY =
            new Fault.Unavailable("a majority of this hospital's processes; whether it was written will show");
    private static final Fault NOT_HEAD = new Fault.Unavailable("the leading process of this hospital");

    private final ChunkLog log;
    private final Directory directory;
    private final KeyRing keys;
    private final Seen seen;
    private final NextCommit next;
    private final Consensus consensus;
    private final Map<Long, Set<ResourceId>> gone = new HashMap<>();
    private Optional<Consumer<Set<ResourceId>>> derived = Optional.empty();
    private OptionalLong term = OptionalLong.empty();
    private volatile boolean broken;
    private volatile boolean waiting;

    private SharedJournal(IgniteResourceStore.Parts parts, Consensus consensus) {
        this.log = parts.log();
        this.directory = parts.directory();
        this.keys = parts.keys();
        this.seen = parts.seen();
        this.next = parts.next();
        this.consensus = consensus;
    }

    static SharedJournal of(IgniteResourceStore.Parts parts, Function<ReplicatedLog, Consensus> joining) {
        var shared = new SharedLog(parts.log(), parts.keys(), parts.seen(), parts.next());
        return new SharedJournal(parts, joining.apply(shared));
    }

    @Override
    public Optional<Fault> refusal() {
        term = consensus.awaitLeading(PATIENCE);
        if (term.isPresent()) {
            apply(consensus.report().settled());
        }
        return term.isPresent() ? Optional.empty() : Optional.of(NOT_HEAD);
    }

    @Override
    public void append(List<Chunk> commit) {
        var change = commit.getFirst().change();
        var entry = new Entry(change, term.orElseThrow(), log.written(commit));
        if (!consensus.offer(entry, PATIENCE)) {
            throw new Unsettled(NO_MAJORITY);
        }
        log.remember(change, commit);
        apply(change);
    }

    /** Lets readers see what is settled, for as long as this process takes part; the caller gives the thread. */
    void follow() {
        try {
            while (!consensus.isClosed()) {
                apply(consensus.awaitMore(seen.lastChange(), PATIENCE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            broken = true;
            LOG.error("what was committed cannot be read; this process takes part no longer", e);
            consensus.close();
        }
    }

    Consensus consensus() {
        return consensus;
    }

    Seen seen() {
        return seen;
    }

    boolean isBroken() {
        return broken;
    }

    private synchronized void apply(long settled) {
        while (seen.lastChange() < settled) {
            var commit = log.commit(seen.lastChange() + 1);
            for (var mark : commit.getFirst().marks()) {
                obey(commit.getFirst().change(), mark);
            }
            seen.apply(commit);
        }
    }

    private void obey(long change, MarkChange mark) {
        if (mark.space().equals(ERASE)) {
            var condemned = undone(mark);
            if (!condemned.isEmpty()) {
                awaitDerived();
                seen.flush();
                keys.condemn(condemned);
                gone.put(
                        change,
                        new Erasing(log, directory, keys, seen.lastChange()).end(condemned, derived.orElseThrow()));
                seen.erased();
            }
        } else if (mark.space().equals(DESTROY)) {
            keys.destroy(undone(mark));
        }
    }

    private Set<Integer> undone(MarkChange mark) {
        var numbers = new TreeSet<Integer>();
        var value = ByteBuffer.wrap(mark.value().orElseThrow().value().array());
        while (value.hasRemaining()) {
            numbers.add(value.getInt());
        }
        numbers.removeAll(keys.destroyed());
        return numbers;
    }

    /** What is derived from the store opens after it; until it has, nobody can tell it what to forget. */
    private void awaitDerived() {
        try {
            waiting = derived.isEmpty();
            while (derived.isEmpty() && !consensus.isClosed()) {
                wait(PATIENCE.toMillis());
            }
            waiting = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (derived.isEmpty()) {
            throw new IllegalStateException("closed before an erasure was carried out");
        }
    }

    /** Whether this commit is seen, or will be as soon as there is something that can be told what to forget. */
    boolean isUpTo(long settled) {
        return seen.lastChange() >= settled || waiting;
    }

    @Override
    public Optional<Fault> refusalToErase() {
        return consensus.report().others().stream().allMatch(Report.Other::present)
                ? Optional.empty()
                : Optional.of(new Fault.Unavailable(
                        "one of this hospital's processes, which would keep what is to be erased; start it first"));
    }

    @Override
    public Set<ResourceId> erase(int own, Set<Integer> condemned, Consumer<Set<ResourceId>> forgetting) {
        deriving(forgetting);
        var change = next.change();
        append(next.of(next.erased(own), command(ERASE, condemned)));
        if (!consensus.awaitSeen(change, ERASING)) {
            throw new Unsettled(new Fault.Unavailable(
                    "one of this hospital's processes, which has yet to erase; it will when it is back"));
        }
        return taken(change);
    }

    private synchronized Set<ResourceId> taken(long change) {
        return Optional.ofNullable(gone.remove(change)).orElse(Set.of());
    }

    private MarkChange command(String space, Set<Integer> numbers) {
        var value = ByteBuffer.allocate(Integer.BYTES * numbers.size());
        numbers.forEach(value::putInt);
        return next.set(new Mark(space, Long.toString(next.change()), Bytes.of(value.array())));
    }

    private synchronized void deriving(Consumer<Set<ResourceId>> forgetting) {
        derived = Optional.of(forgetting);
        notifyAll();
    }

    @Override
    public void endErasures(Consumer<Set<ResourceId>> forgetting) {
        deriving(forgetting);
    }

    @Override
    public void destroy(Set<Integer> ended) {
        if (!ended.isEmpty()) {
            append(next.of(command(DESTROY, ended)));
        }
    }
}

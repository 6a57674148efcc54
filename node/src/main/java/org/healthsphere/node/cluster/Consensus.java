package org.healthsphere.node.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.healthsphere.node.cluster.Reply.Appended;
import org.healthsphere.node.cluster.Reply.Vote;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;

/**
 * One process's part in agreeing on a log.
 *
 * <p>A commit is settled when a majority has it durably; then it stays, whichever minority of processes dies or is cut off. The
 * head offers one commit at a time. It starts nothing by itself: {@link Courier}s carry what {@link #awaitErrand} gives them.
 */
public final class Consensus {
    private final Duration heartbeat;
    private final ReplicatedLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Raft raft;

    /**
     * Who this is among whom.
     *
     * @param self its number
     * @param others the numbers of the others
     */
    public record Group(int self, List<Integer> others) {
        public Group {
            others = List.copyOf(others);
        }
    }

    /**
     * What it needs.
     *
     * @param ticks nanoseconds that only rise
     * @param log what was applied in it is settled
     */
    public record Means(Pace pace, LongSupplier ticks, RandomGenerator random, ReplicatedLog log, Ballots ballots) {}

    public Consensus(Group group, Means means) {
        this.heartbeat = means.pace().heartbeat();
        this.log = means.log();
        this.raft = new Raft(group, means, changed::signalAll);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, holding the lock but while it waits, until this is so, and no longer than so. */
    private void await(BooleanSupplier until, Duration patience) throws InterruptedException {
        var left = patience.toNanos();
        while (!until.getAsBoolean() && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    /** What is to be asked of this member now. Whoever asks tells what came of it: {@link #heard}, {@link #unheard}. */
    public Optional<Request> errand(int member) {
        return locked(() -> raft.errand(member));
    }

    /** The same, waiting for it half the time of a heartbeat. */
    public Optional<Request> awaitErrand(int member) throws InterruptedException {
        lock.lock();
        try {
            var left = heartbeat.toNanos() / 2;
            var errand = raft.errand(member);
            while (errand.isEmpty() && !raft.isClosed() && left > 0) {
                left = changed.awaitNanos(left);
                errand = raft.errand(member);
            }
            return errand;
        } finally {
            lock.unlock();
        }
    }

    /** What a member has answered to what was asked of it at that time. */
    public void heard(int member, Request request, long askedAt, Reply reply) {
        run(() -> raft.heard(member, request, askedAt, reply));
    }

    /** It has not answered. */
    public void unheard(int member) {
        run(() -> raft.unheard(member));
    }

    /** Answers a candidate. */
    public Vote vote(Canvass canvass) {
        return locked(() -> raft.vote(canvass));
    }

    /** Answers a head. */
    public Appended append(Append append) throws InterruptedException {
        lock.lock();
        try {
            while (raft.isOffering() && append.term() >= raft.term()) {
                // Who was head here still writes to the own log.
                changed.await();
            }
            return raft.append(append);
        } finally {
            lock.unlock();
        }
    }

    /** The term in which this process may offer a commit now; nothing when it may not. */
    public OptionalLong leadingIn() {
        return locked(() -> raft.leads() && raft.isEven() ? OptionalLong.of(raft.term()) : OptionalLong.empty());
    }

    /** The same, waiting for what is on its way, but no longer than so. */
    public OptionalLong awaitLeading(Duration patience) {
        lock.lock();
        try {
            await(() -> !raft.leads() || raft.isEven(), patience);
            return leadingIn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Offers a commit and waits until a majority has it. False when that is not known in time: it may be settled later, or never.
     *
     * @param entry of the term that {@link #leadingIn} gave
     */
    public boolean offer(Entry entry, Duration patience) {
        if (!locked(() -> raft.begin(entry))) {
            return false;
        }
        var written = false;
        try {
            // Meanwhile it is on its way to the others.
            log.append(entry.change(), entry.chunks());
            written = true;
        } finally {
            var done = written;
            run(() -> raft.end(done));
        }
        return awaitSettled(entry, patience);
    }

    private boolean awaitSettled(Entry entry, Duration patience) {
        lock.lock();
        try {
            await(() -> !raft.isOpen(entry), patience);
            return raft.isSettled(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** How far a reader must see who begins now; nothing when this is not the head, or may not be it any more. */
    public OptionalLong readable() {
        return locked(() -> raft.leads() ? OptionalLong.of(raft.settled()) : OptionalLong.empty());
    }

    /** Who was heard as head of late; this process itself only while it may answer. */
    public OptionalInt head() {
        return locked(raft::head);
    }

    /** Whether this process is the head, and all of former heads is settled; whether it may answer is another matter. */
    public boolean isLeading() {
        return locked(raft::isLeading);
    }

    /** Waits until more is settled than this, but no longer than so; how far it is. */
    public long awaitMore(long than, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            await(() -> raft.settled() > than || raft.isClosed(), patience);
            return raft.settled();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the readers of every process see this commit, but no longer than so; whether they do. */
    public boolean awaitSeen(long change, Duration patience) {
        lock.lock();
        try {
            await(() -> raft.isSeenByAll(change) || !raft.isHead(), patience);
            return raft.isSeenByAll(change);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    public Report report() {
        return locked(raft::report);
    }

    /** Takes part no longer. */
    public void close() {
        run(raft::close);
    }

    public boolean isClosed() {
        return locked(raft::isClosed);
    }
}

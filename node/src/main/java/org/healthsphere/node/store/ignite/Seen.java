package org.healthsphere.node.store.ignite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What readers see: the commits of the log up to one of them, and the directory of those.
 *
 * <p>A commit is seen from the moment in which its number becomes {@link #lastChange()}.
 */
final class Seen {
    private final ChunkLog log;
    private final Directory directory;
    private final boolean forgetting;
    private final AtomicLong erasures = new AtomicLong();
    private volatile long lastChange;

    /**
     * What the caches of the directory reflect is seen at once.
     *
     * @param forgetting whether commits are taken from the log that hold nothing but marks, once those are kept elsewhere
     */
    Seen(ChunkLog log, Directory directory, boolean forgetting) {
        this.log = log;
        this.directory = directory;
        this.forgetting = forgetting;
        this.lastChange = directory.flushed();
    }

    /** Brings the directory up to date with all that is in the log. */
    synchronized void replay() {
        for (var commit = log.commit(lastChange + 1); !commit.isEmpty(); commit = log.commit(lastChange + 1)) {
            directory.apply(commit);
            lastChange++;
        }
    }

    long lastChange() {
        return lastChange;
    }

    /** The commit that follows can be seen from now on. */
    synchronized void apply(List<Chunk> commit) {
        directory.apply(commit);
        lastChange = commit.getFirst().change();
        notifyAll();
        if (directory.isFull()) {
            flush();
        }
    }

    /** Waits until this commit can be seen, but no longer than so; whether it can. */
    synchronized boolean await(long change, Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        for (var left = patience.toNanos(); lastChange < change && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return lastChange >= change;
    }

    synchronized void flush() {
        var forgettable = directory.flush(lastChange);
        if (forgetting) {
            log.forget(forgettable);
        }
    }

    /** Flushes, and lets the caches be as they are until {@link Directory#pin} ends it; the last commit that is in them. */
    synchronized long pin() {
        flush();
        directory.pin(true);
        return lastChange;
    }

    long erasures() {
        return erasures.get();
    }

    void erased() {
        var _ = erasures.incrementAndGet();
    }
}

package org.healthsphere.node.fhir.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.subscription.Subscription.Status;

/** A subscription while the node runs. All of it is looked at and changed inside of {@link #locked} or {@link #alone}, one thread at a time. */
final class Live {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean busy = new AtomicBoolean();
    private Subscription subscription;
    private Optional<Agreed> agreed;
    private Cursor cursor;
    private long asked;
    private int failures;
    private Instant due;
    private Instant heard;
    private Optional<Line> line = Optional.empty();
    private boolean greeted = true;
    private boolean removed;

    /** What a subscription comes to: empty terms are those of one that this node can no longer honour. */
    record Agreed(Terms terms, List<Header> headers) {
        Agreed {
            headers = List.copyOf(headers);
        }
    }

    Live(Subscription subscription, Optional<Agreed> agreed, Cursor cursor, Instant now) {
        this.subscription = subscription;
        this.agreed = agreed;
        this.cursor = cursor;
        this.due = now;
        this.heard = now;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The same, where nothing comes of it. */
    void alone(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody brings anything to him now; then the caller does, until he calls {@link #rest}. */
    boolean begin() {
        return busy.compareAndSet(false, true);
    }

    void rest() {
        busy.set(false);
    }

    Subscription subscription() {
        return subscription;
    }

    /** Another version of it; what it asks for stays. */
    void becomes(Subscription other) {
        subscription = other;
    }

    /** Another version that asks for something else. */
    void becomes(Subscription other, Agreed terms, Instant now) {
        subscription = other;
        agreed = Optional.of(terms);
        failures = 0;
        due = now;
        heard = now;
    }

    Optional<Agreed> agreed() {
        return agreed;
    }

    Cursor cursor() {
        return cursor;
    }

    void moveTo(Cursor other) {
        cursor = other;
    }

    /** The highest number that he was told of because he asked. */
    long asked() {
        return asked;
    }

    void askedTo(long number) {
        asked = Math.max(asked, number);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    void notBefore(Instant time) {
        due = time;
    }

    Instant heard() {
        return heard;
    }

    void took(Instant now) {
        heard = now;
        failures = 0;
    }

    int failedOnceMore() {
        return ++failures;
    }

    Optional<Line> line() {
        return line;
    }

    /** He waits at this line now; at the one before nothing more comes. */
    void bind(Line other) {
        line.filter(old -> !old.equals(other)).ifPresent(Line::close);
        line = Optional.of(other);
        greeted = false;
    }

    void unbind(Line gone) {
        line = line.filter(l -> !l.equals(gone));
    }

    void hangUp() {
        line.ifPresent(Line::close);
        line = Optional.empty();
    }

    boolean isGreeted() {
        return greeted;
    }

    void greeted() {
        greeted = true;
    }

    boolean is(Status status) {
        return !removed && subscription.status() == status;
    }

    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
        hangUp();
    }
}

package org.healthsphere.node.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Position;
import org.healthsphere.node.cluster.Request.Slots;

/** The own log, and what is remembered of the terms in which it was written. Guarded by the lock of its {@link Consensus}. */
final class OwnLog {
    private static final int MOST_ENTRIES = 256;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_KEYS = 8_192;

    private final ReplicatedLog log;
    private final Ballots ballots;
    private Ballots.State state;
    /** The key that the head is to send next: each head, and to each process that begins, all of them. */
    private int wantedKey = 1;

    OwnLog(ReplicatedLog log, Ballots ballots) {
        this.log = log;
        this.ballots = ballots;
        this.state = ballots.load().cut(log.last() + 1);
    }

    Ballots.State state() {
        return state;
    }

    void remember(Ballots.State next) {
        ballots.save(next);
        state = next;
    }

    Position position(long change) {
        return new Position(change, state.termOf(change), log.stamp(change));
    }

    /** Whether a candidate has all that is here; who does not know what it acknowledged trusts only who begins as well. */
    boolean isKnownTo(Position last) {
        var mine = position(log.last());
        var newer = last.term() > mine.term() || (last.term() == mine.term() && last.change() >= mine.change());
        return newer && (state.whole() || last.term() == 0);
    }

    /** Begins a term of this process's own; its first commit. */
    long lead() {
        var first = log.last() + 1;
        remember(state.made().beginning(state.term(), first));
        log.append(first, log.blank(first));
        return first;
    }

    /** The keys that a process is to be sent. */
    Slots keysFor(Progress other) {
        return new Slots(other.nextKey, other.nextKey <= log.keys() ? log.keys(other.nextKey, MOST_KEYS) : List.of());
    }

    /** The commits that a process is to be sent: as many as go at once, of the own log and the one that is offered. */
    List<Entry> entriesFor(Progress other, Optional<Entry> offered) {
        other.lost = false;
        var end = offered.map(Entry::change).orElseGet(log::last);
        var entries = new ArrayList<Entry>();
        var bytes = 0;
        for (var change = other.next; change <= end && entries.size() < MOST_ENTRIES && bytes < MOST_BYTES; change++) {
            var entry = entry(change, offered);
            if (entry.isEmpty()) {
                other.lost = entries.isEmpty();
                break;
            }
            entries.add(entry.get());
            bytes += entry.get().size();
        }
        return entries;
    }

    private Optional<Entry> entry(long change, Optional<Entry> offered) {
        return offered.filter(entry -> entry.change() == change)
                .or(() -> log.chunks(change).map(chunks -> new Entry(change, state.termOf(change), chunks)));
    }

    /** Another head begins to send. */
    void hearAnew() {
        wantedKey = 1;
    }

    int wantedKey() {
        return wantedKey;
    }

    /** Takes what a head sends; whether all of it follows on what is here, and is here now. */
    boolean take(Append append, long settled) {
        if (!hasKeys(append.keys()) || !follows(append.previous())) {
            return false;
        }
        append.entries().forEach(entry -> take(entry, settled));
        if (!state.whole()
                && append.certain()
                && append.settled() > 0
                && append.settled() <= log.last()
                && state.termOf(append.settled()) == append.term()) {
            remember(state.made());
        }
        return true;
    }

    private boolean hasKeys(Slots keys) {
        if (keys.first() <= wantedKey && keys.next() > wantedKey) {
            log.take(keys);
            wantedKey = keys.next();
        }
        return keys.next() <= wantedKey;
    }

    private boolean follows(Position previous) {
        if (previous.change() > log.last() || state.termOf(previous.change()) != previous.term()) {
            return false;
        }
        var stamp = log.stamp(previous.change());
        if (stamp != 0 && previous.stamp() != 0 && stamp != previous.stamp()) {
            throw new IllegalStateException(
                    "commit " + previous.change() + " is another one at the head: this folder is no copy of its own");
        }
        return true;
    }

    private void take(Entry entry, long settled) {
        if (entry.change() <= log.last() && state.termOf(entry.change()) == entry.term()) {
            return;
        }
        if (entry.change() <= log.last()) {
            if (entry.change() <= settled) {
                throw new IllegalStateException("a settled commit is another one at the head: " + entry.change());
            }
            log.cut(entry.change());
            remember(state.cut(entry.change()));
        }
        if (state.termOf(entry.change()) != entry.term()) {
            remember(state.beginning(entry.term(), entry.change()));
        }
        log.append(entry.change(), entry.chunks());
    }

    /** The newest commit that may be the same as the head's. */
    long common(Append append, long settled) {
        var previous = append.previous().change();
        var last = previous > log.last() ? log.last() : Math.min(previous, state.beginOf(previous)) - 1;
        return Math.max(settled, last);
    }
}

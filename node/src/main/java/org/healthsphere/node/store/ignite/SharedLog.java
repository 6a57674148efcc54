package org.healthsphere.node.store.ignite;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.cluster.ReplicatedLog;
import org.healthsphere.node.cluster.Request.Slots;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** The log of one of several processes: it may hold commits at its end that are not settled, and nobody sees those. */
final class SharedLog implements ReplicatedLog {
    private final ChunkLog log;
    private final KeyRing keys;
    private final Seen seen;
    private final NextCommit next;
    private volatile long last;

    SharedLog(ChunkLog log, KeyRing keys, Seen seen, NextCommit next) {
        this.log = log;
        this.keys = keys;
        this.seen = seen;
        this.next = next;
        var end = seen.lastChange();
        while (log.stored(end + 1).isPresent()) {
            end++;
        }
        last = end;
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public Optional<List<Bytes>> chunks(long change) {
        return log.stored(change);
    }

    @Override
    public long stamp(long change) {
        return log.time(change);
    }

    @Override
    public void append(long change, List<Bytes> chunks) {
        if (change != last + 1) {
            throw new IllegalStateException("the log goes on with " + (last + 1) + ", not with " + change);
        }
        log.put(change, chunks);
        last = change;
    }

    @Override
    public void cut(long first) {
        for (var change = last; change >= first; change--) {
            log.remove(change);
            last = change - 1;
        }
    }

    @Override
    public List<Bytes> blank(long change) {
        return log.written(new Packing(next.owners(), change, next.now(), List.of()).chunks());
    }

    @Override
    public long applied() {
        return seen.lastChange();
    }

    @Override
    public int keys() {
        return keys.size();
    }

    @Override
    public List<Bytes> keys(int first, int most) {
        return keys.slots(first, most);
    }

    @Override
    public void take(Slots taken) {
        keys.take(taken.first(), taken.slots(), last == 0);
    }
}

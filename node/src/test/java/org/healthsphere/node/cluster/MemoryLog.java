package org.healthsphere.node.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.cluster.Request.Slots;
import org.healthsphere.specs.Bytes;

/** A log and keys in memory, that outlive the process that is supposed to have them on its disk. */
final class MemoryLog implements ReplicatedLog {
    final List<List<Bytes>> commits = new ArrayList<>();
    final List<Bytes> keys = new ArrayList<>();
    long applied;

    @Override
    public long last() {
        return commits.size();
    }

    @Override
    public Optional<List<Bytes>> chunks(long change) {
        return change > 0 && change <= commits.size() ? Optional.of(commits.get((int) change - 1)) : Optional.empty();
    }

    @Override
    public long stamp(long change) {
        return 0;
    }

    @Override
    public void append(long change, List<Bytes> chunks) {
        if (change != commits.size() + 1) {
            throw new IllegalStateException("a gap");
        }
        commits.add(chunks);
    }

    @Override
    public void cut(long first) {
        if (first <= applied) {
            throw new IllegalStateException("what is seen is not taken away");
        }
        commits.subList((int) first - 1, commits.size()).clear();
    }

    @Override
    public List<Bytes> blank(long change) {
        return List.of(Bytes.utf8("blank"));
    }

    @Override
    public long applied() {
        return applied;
    }

    @Override
    public int keys() {
        return keys.size();
    }

    @Override
    public List<Bytes> keys(int first, int most) {
        return List.copyOf(keys.subList(first - 1, Math.min(keys.size(), first - 1 + most)));
    }

    @Override
    public void take(Slots taken) {
        for (var i = 0; i < taken.slots().size(); i++) {
            var at = taken.first() - 1 + i;
            if (at < keys.size()) {
                keys.set(at, taken.slots().get(i));
            } else {
                keys.add(taken.slots().get(i));
            }
        }
    }
}

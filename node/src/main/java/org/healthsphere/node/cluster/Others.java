package org.healthsphere.node.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The other processes, and what a majority of all of them comes to. Guarded by the lock of its {@link Consensus}. */
final class Others {
    private final Map<Integer, Progress> others = new TreeMap<>();

    Others(List<Integer> members) {
        members.forEach(member -> others.put(member, new Progress()));
    }

    Progress of(int member) {
        var other = others.get(member);
        if (other == null) {
            throw new IllegalArgumentException("no such member: " + member);
        }
        return other;
    }

    void forEach(Consumer<Progress> each) {
        others.values().forEach(each);
    }

    Collection<Map.Entry<Integer, Progress>> all() {
        return others.entrySet();
    }

    private int majority() {
        return (others.size() + 1) / 2 + 1;
    }

    boolean haveGranted(boolean all) {
        var granted = others.values().stream().filter(other -> other.granted).count() + 1;
        return granted >= (all ? others.size() + 1 : majority());
    }

    /** The newest commit that a majority has, when this process has those up to its own last. */
    long reached(long own) {
        var have = new ArrayList<Long>(List.of(own));
        others.values().forEach(other -> have.add(other.match));
        have.sort(Comparator.reverseOrder());
        return have.get(majority() - 1);
    }

    /** The newest time of asking at which a majority, this process included, has answered since. */
    long answered() {
        return others.values().stream()
                .map(other -> other.answered)
                .sorted(Comparator.reverseOrder())
                .skip(majority() - 2L)
                .findFirst()
                .orElse(Progress.NEVER);
    }
}

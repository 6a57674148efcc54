package org.healthsphere.federation.research.aggregation;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * Who adds up one vector together.
 *
 * @param members in the order of their names
 * @param threshold how many shares give a key back: more than half, so that the two kinds of keys of one member are never both open
 * @param name of the round; no two rounds have the same
 */
public record Circle(List<NodeId> members, int threshold, Sha256 name) {
    static final int KEY_BYTES = 32;

    public Circle {
        members = members.stream()
                .sorted(Comparator.comparing(NodeId::value))
                .distinct()
                .toList();
        if (threshold > members.size() || 2 * threshold <= members.size()) {
            throw new IllegalArgumentException("more than half of the shares are needed, and no more than there are");
        }
    }

    /** The threshold that keeps what up to a third of the members know together from opening a member's numbers. */
    public static int threshold(int members) {
        return 2 * members / 3 + 1;
    }

    /** Those after a member, with whom it deals the keys of their common masks. */
    List<NodeId> after(NodeId member) {
        return members.subList(members.indexOf(member) + 1, members.size());
    }

    /** The number of a holder of shares. */
    int number(NodeId holder) {
        return members.indexOf(holder) + 1;
    }

    Bytes salt() {
        return Bytes.of(name.bytes());
    }

    Sha256 commitment(String use, Bytes key) {
        return Sha256.of(salt().array(), Bytes.utf8(use).array(), key.array());
    }

    static String own(NodeId member) {
        return "own|" + member;
    }

    static String pair(NodeId first, NodeId second) {
        return isBefore(first, second) ? "pair|" + first + "|" + second : "pair|" + second + "|" + first;
    }

    static boolean isBefore(NodeId one, NodeId other) {
        return one.value().compareTo(other.value()) < 0;
    }

    /** Whether these survivors of the round may be told apart from those that were lost. */
    boolean covers(Set<NodeId> survivors) {
        return survivors.size() >= threshold && members.containsAll(survivors);
    }
}

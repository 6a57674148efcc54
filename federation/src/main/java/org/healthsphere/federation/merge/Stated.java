package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.healthsphere.specs.NodeId;

/**
 * A value, and who says so.
 *
 * @param value as the first of them writes it; leave it as it is
 */
public record Stated(JsonNode value, SortedSet<NodeId> members) {
    public Stated {
        members = Collections.unmodifiableSortedSet(byName(members));
    }

    static Stated of(JsonNode value, Set<NodeId> members) {
        return new Stated(value, byName(members));
    }

    private static SortedSet<NodeId> byName(Set<NodeId> members) {
        var sorted = new TreeSet<>(Comparator.comparing(NodeId::value));
        sorted.addAll(members);
        return sorted;
    }

    /** Never the value: this lands in logs. */
    @Override
    public String toString() {
        return "Stated by " + members;
    }
}

package org.healthsphere.federation.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.NodeId;

/**
 * How much of what all members together say to one question is taken, and who has how much of it. What a member says is taken whole or not at
 * all; what is given back others may have. For use by one thread.
 */
final class Room {
    private final RecordExchange.Bounds bounds;
    private final Map<NodeId, Share> shares = new HashMap<>();

    private record Share(long records, long bytes) {
        static final Share NONE = new Share(0, 0);

        Share and(Share other) {
            return new Share(records + other.records, bytes + other.bytes);
        }
    }

    Room(RecordExchange.Bounds bounds) {
        this.bounds = bounds;
    }

    /** So much more of a member, if there is room for it. */
    boolean takes(NodeId member, long records, long bytes) {
        var all = shares.values().stream().reduce(Share.NONE, Share::and);
        if (records > bounds.records() - all.records() || bytes > bounds.bytes() - all.bytes()) {
            return false;
        }
        shares.merge(member, new Share(records, bytes), Share::and);
        return true;
    }

    /** The same of all that it said. */
    boolean takes(NodeId member, List<ReleasedRecord> records) {
        return takes(
                member,
                records.size(),
                records.stream().mapToLong(record -> record.json().length()).sum());
    }

    /** Nothing is kept of what this one said. */
    void leaves(NodeId member) {
        var _ = Optional.ofNullable(shares.remove(member));
    }
}

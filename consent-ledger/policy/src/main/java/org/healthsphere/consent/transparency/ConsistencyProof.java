package org.healthsphere.consent.transparency;

import java.util.List;
import org.healthsphere.specs.Sha256;

/** That a log of one size begins with that of another: nothing was taken back, and nothing changed. */
public record ConsistencyProof(long from, long to, List<Sha256> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /** Whether the log with the second root goes on from that with the first (RFC 9162, section 2.1.4.2). */
    public boolean holds(Sha256 before, Sha256 after) {
        if (from == 0 || from == to) {
            return path.isEmpty() && before.equals(from == 0 ? MerkleHash.ofNothing() : after);
        }
        return from > 0 && from < to && walked(before, after);
    }

    private boolean walked(Sha256 before, Sha256 after) {
        // A log whose size is a power of two is a node of the later tree itself: its hash need not be sent.
        var whole = Long.bitCount(from) == 1;
        if (path.isEmpty() && !whole) {
            return false;
        }
        var climb = new Climb(from - 1, to);
        climb.toWholeTree();
        var old = whole ? before : path.getFirst();
        var now = old;
        for (var beside : whole ? path : path.subList(1, path.size())) {
            if (climb.isAtRoot()) {
                return false;
            }
            if (climb.isRightOf()) {
                old = MerkleHash.node(beside, old);
                now = MerkleHash.node(beside, now);
            } else {
                now = MerkleHash.node(now, beside);
            }
            climb.up();
        }
        return climb.isAtRoot() && old.equals(before) && now.equals(after);
    }
}

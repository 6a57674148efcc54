package org.healthsphere.consent.transparency;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * That a leaf is in a log: the hashes beside the way from it to the root, 32 bytes for each doubling of the log.
 *
 * @param size of the log that the root is of
 */
public record InclusionProof(long index, long size, List<Sha256> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** Whether this leaf is in the log with that root (RFC 9162, section 2.1.3.2). */
    public boolean holds(Bytes leaf, Sha256 root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var climb = new Climb(index, size);
        var hash = MerkleHash.leaf(leaf);
        for (var beside : path) {
            if (climb.isAtRoot()) {
                return false;
            }
            hash = climb.isRightOf() ? MerkleHash.node(beside, hash) : MerkleHash.node(hash, beside);
            climb.up();
        }
        return climb.isAtRoot() && hash.equals(root);
    }
}

package org.healthsphere.consent.transparency;

import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** The hashes of a Merkle tree (RFC 9162, section 2.1.1): a leaf can never be taken for a node. */
final class MerkleHash {
    static final int BYTES = 32;

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleHash() {}

    static Sha256 leaf(Bytes leaf) {
        return Sha256.of(LEAF, leaf.array());
    }

    static Sha256 node(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.bytes(), right.bytes());
    }

    /** Of a leaf, as bytes. */
    static byte[] bytesOf(Bytes leaf) {
        var digest = Sha256.begin();
        digest.update(LEAF);
        return digest.digest(leaf.array());
    }

    /** Of the node above two hashes that lie one after the other. */
    static byte[] above(byte[] hashes, int from) {
        var digest = Sha256.begin();
        digest.update(NODE);
        digest.update(hashes, from, 2 * BYTES);
        return digest.digest();
    }

    static Sha256 ofNothing() {
        return Sha256.of(new byte[0]);
    }
}

package org.healthsphere.consent.transparency;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A Merkle tree over leaves in the order in which they came (RFC 9162, section 2.1). It holds hashes only, 64 bytes a leaf, and
 * answers for every size that it ever had.
 */
public final class MerkleLog {
    /** Level 0 holds the hashes of leaves, each one above those of whole pairs below it. */
    private final List<Level> levels = new ArrayList<>(List.of(new Level()));

    private static final class Level {
        private byte[] hashes = new byte[64 * MerkleHash.BYTES];
        private int count;

        void add(byte[] hash) {
            if ((count + 1) * MerkleHash.BYTES > hashes.length) {
                hashes = Arrays.copyOf(hashes, hashes.length * 2);
            }
            System.arraycopy(hash, 0, hashes, count++ * MerkleHash.BYTES, MerkleHash.BYTES);
        }

        /** The hash above the last two. */
        byte[] above() {
            return MerkleHash.above(hashes, (count - 2) * MerkleHash.BYTES);
        }

        Sha256 get(long index) {
            var from = Math.toIntExact(index * MerkleHash.BYTES);
            return new Sha256(HexFormat.of().formatHex(hashes, from, from + MerkleHash.BYTES));
        }
    }

    /** Adds a leaf and says which one it is. */
    @CanIgnoreReturnValue
    public long append(Bytes leaf) {
        return append(MerkleHash.bytesOf(leaf));
    }

    /** Adds a leaf by its hash. */
    @CanIgnoreReturnValue
    long append(Sha256 leaf) {
        return append(leaf.bytes());
    }

    private synchronized long append(byte[] leaf) {
        var index = size();
        add(0, leaf);
        return index;
    }

    private void add(int at, byte[] hash) {
        if (at == levels.size()) {
            levels.add(new Level());
        }
        var level = levels.get(at);
        level.add(hash);
        if (level.count % 2 == 0) {
            add(at + 1, level.above());
        }
    }

    public synchronized long size() {
        return levels.getFirst().count;
    }

    public synchronized Sha256 root() {
        return root(size());
    }

    /** The root when the log had this size. */
    public synchronized Sha256 root(long size) {
        require(0, size);
        return size == 0 ? MerkleHash.ofNothing() : hash(0, size);
    }

    /** Shows that a leaf is in the log of this size. */
    public synchronized InclusionProof inclusion(long index, long size) {
        require(index + 1, size);
        List<Sha256> path = new ArrayList<>();
        include(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    private void include(long index, long start, long count, List<Sha256> path) {
        if (count == 1) {
            return;
        }
        var left = half(count);
        if (index < left) {
            include(index, start, left, path);
            path.add(hash(start + left, count - left));
        } else {
            include(index - left, start + left, count - left, path);
            path.add(hash(start, left));
        }
    }

    /** Shows that the log of one size begins with that of another. */
    public synchronized ConsistencyProof consistency(long from, long to) {
        require(from, to);
        List<Sha256> path = new ArrayList<>();
        if (from > 0) {
            continued(from, new Range(0, to), true, path);
        }
        return new ConsistencyProof(from, to, path);
    }

    private record Range(long start, long count) {}

    private void continued(long from, Range range, boolean known, List<Sha256> path) {
        if (from == range.count()) {
            if (!known) {
                path.add(hash(range.start(), range.count()));
            }
            return;
        }
        var left = half(range.count());
        if (from <= left) {
            continued(from, new Range(range.start(), left), known, path);
            path.add(hash(range.start() + left, range.count() - left));
        } else {
            continued(from - left, new Range(range.start() + left, range.count() - left), false, path);
            path.add(hash(range.start(), left));
        }
    }

    private Sha256 hash(long start, long count) {
        if (Long.bitCount(count) == 1 && start % count == 0) {
            return levels.get(Long.numberOfTrailingZeros(count)).get(start / count);
        }
        var left = half(count);
        return MerkleHash.node(hash(start, left), hash(start + left, count - left));
    }

    /** The largest power of two below. */
    private static long half(long count) {
        return Long.highestOneBit(count - 1);
    }

    private void require(long least, long size) {
        if (least < 0 || size < least || size > size()) {
            throw new IllegalArgumentException("the log never had that size");
        }
    }
}

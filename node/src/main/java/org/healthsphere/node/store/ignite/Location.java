package org.healthsphere.node.store.ignite;

/**
 * Where a version of a resource lies: which commit, which chunk of it, which place in the chunk.
 *
 * <p>Kept as one number, so that the directory is a map of texts to numbers; later versions lie at greater numbers.
 */
record Location(long change, int chunk, int slot) {
    static final long NONE = 0;
    static final int CHUNKS = 1 << 12;
    static final int SLOTS = 1 << 12;

    static Location of(long packed) {
        return new Location(packed >>> 24, (int) (packed >>> 12) & (CHUNKS - 1), (int) packed & (SLOTS - 1));
    }

    long packed() {
        return change << 24 | (long) chunk << 12 | slot;
    }

    /** The key of the chunk in the log. */
    static long key(long change, int chunk) {
        return change << 12 | chunk;
    }
}

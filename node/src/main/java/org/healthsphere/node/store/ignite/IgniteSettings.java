package org.healthsphere.node.store.ignite;

import java.nio.file.Path;

/**
 * Where a store keeps its files and how much memory it may take outside of the heap.
 *
 * @param directory its own: no two stores share one
 * @param name names this store in the process and in its threads; stores that run in one process have different names
 * @param memoryBytes pages held in memory, at least 64 MB
 */
public record IgniteSettings(Path directory, String name, long memoryBytes) {
    private static final long LEAST = 64L << 20;

    public IgniteSettings {
        if (name.isBlank() || memoryBytes < LEAST) {
            throw new IllegalArgumentException("a store has a name, and at least 64 MB of memory");
        }
    }

    /** With 256 MB, enough for about a million resources at work. */
    public static IgniteSettings of(Path directory, String name) {
        return new IgniteSettings(directory, name, 256L << 20);
    }

    /** The folder of what only a copy keeps; where it is, the store is one of several copies, and alone it may lack something. */
    public Path shared() {
        return directory.resolve("shared");
    }
}

package org.healthsphere.node.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.specs.Bytes;

/**
 * What is written together or not at all.
 *
 * @param writes at most one for each resource
 * @param marks written in the same transaction: work that is done exactly once is known by its mark, for instance a source
 *     message by its hospital, application and control id
 */
public record Commit(List<Write> writes, List<Mark> marks) {
    public Commit {
        writes = List.copyOf(writes);
        marks = List.copyOf(marks);
    }

    public static Commit of(Write... writes) {
        return new Commit(List.of(writes), List.of());
    }

    /** One resource's change. */
    public sealed interface Write {
        ResourceId id();

        /** The version that must be the current one; 0: the resource must not exist; empty: whatever is there. */
        OptionalLong expected();

        /**
         * Creates or updates. The store sets {@code id}, {@code meta.versionId} and {@code meta.lastUpdated} in the bytes.
         *
         * @param patient the id of the Patient whose compartment it is in
         */
        record Put(ResourceId id, OptionalLong expected, Optional<String> patient, Bytes json) implements Write {}

        record Delete(ResourceId id, OptionalLong expected) implements Write {}
    }

    /**
     * That a piece of work was done, and what came of it.
     *
     * @param space what kind of work, for instance {@code v2-message}
     * @param key which piece of it
     * @param value what came of it, at most a few hundred bytes
     */
    public record Mark(String space, String key, Bytes value) {}
}

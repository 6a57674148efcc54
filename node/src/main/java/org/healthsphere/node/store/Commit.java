package org.healthsphere.node.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
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
        if (writes.stream().map(Write::id).distinct().count() != writes.size()) {
            throw new IllegalArgumentException("a commit writes a resource once");
        }
    }

    public static Commit of(Write... writes) {
        return new Commit(List.of(writes), List.of());
    }

    /** Whether nothing would be written. */
    public boolean isEmpty() {
        return writes.isEmpty() && marks.isEmpty();
    }

    /** One resource's change. */
    public sealed interface Write {
        ResourceId id();

        /** The version that must be the current one; 0: the resource must not exist, or be deleted; empty: whatever is there. */
        OptionalLong expected();

        /**
         * Creates or updates. The store sets {@code id}, {@code meta.versionId} and {@code meta.lastUpdated} in the bytes.
         *
         * @param patient the id of the Patient whose compartment it is in
         */
        record Put(ResourceId id, OptionalLong expected, Optional<String> patient, Bytes json) implements Write {}

        /** Deletes what is there: a version without bytes follows. */
        record Delete(ResourceId id, OptionalLong expected) implements Write {}
    }

    /**
     * That a piece of work was done, and what came of it.
     *
     * @param space what kind of work, for instance {@code v2-message}: lower-case letters, digits and hyphens
     * @param key which piece of it
     * @param value what came of it, at most a few hundred bytes
     * @param patient whom it is about: it is erased with him
     */
    public record Mark(String space, String key, Bytes value, Optional<String> patient) {
        private static final Pattern SPACE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

        /** About nobody. */
        public Mark(String space, String key, Bytes value) {
            this(space, key, value, Optional.empty());
        }

        /** The same, about this patient. */
        public Mark about(String whom) {
            return new Mark(space, key, value, Optional.of(whom));
        }

        public Mark {
            if (!SPACE.matcher(space).matches() || key.isEmpty()) {
                throw new IllegalArgumentException("a mark has a space like v2-message, and a key");
            }
        }
    }
}

package org.healthsphere.node.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * The durable truth about resources: every version, in the order of commits.
 *
 * <p>What {@link #commit} has answered survives the death of the process. A commit is seen whole or not at all.
 */
public interface ResourceStore extends AutoCloseable {
    /** The space of marks that tell of erasures: a number, and when. */
    String ERASURES = "erasure";

    /**
     * Writes all or nothing and returns when it is durable, with the new versions in the order of the writes.
     *
     * <p>{@link org.healthsphere.specs.Fault.VersionMismatch} when an expected version is not the current one.
     * {@link org.healthsphere.specs.Fault.Conflict} when a mark exists already: the work was done before.
     * {@link org.healthsphere.specs.Fault.NotFound} or {@link org.healthsphere.specs.Fault.Gone} when what is to be deleted never
     * was, or no longer is. {@link org.healthsphere.specs.Fault.Unavailable} when the store cannot tell whether it was written:
     * after that it answers nothing else until it is opened again, and then the commit is there whole or not at all.
     */
    Outcome<List<StoredResource>> commit(Commit commit);

    /** The current version, a deleted one included. */
    Optional<StoredResource> get(ResourceId id);

    Optional<StoredResource> version(ResourceId id, long version);

    /** All versions, newest first. */
    List<StoredResource> history(ResourceId id);

    Optional<Bytes> mark(String space, String key);

    /** The marks of a space, in the order of their keys; close it. */
    Stream<Commit.Mark> marks(String space);

    /** Sets a mark whatever was there, durable on return. */
    void putMark(Commit.Mark mark);

    void removeMark(String space, String key);

    /**
     * Erases a patient: everything in his compartment with every version and what was marked about him cannot be read again by
     * anybody, wherever copies of it lie. Resources of others that refer to him lose their history, and a version that says
     * "masked" in his place follows. What is left is a mark in the space {@link #ERASURES} that tells when something was erased.
     *
     * <p>{@link org.healthsphere.specs.Fault.NotFound} when there is nothing of him.
     *
     * @param derived is told, before the erasure is final, which resources to forget; it returns when it has
     */
    Outcome<Erased> erase(String patient, Consumer<Set<ResourceId>> derived);

    /** Changes whenever something was erased: who has derived something from what was there begins anew. */
    long erasures();

    /** Ends the erasures that a crash has interrupted. */
    void endErasures(Consumer<Set<ResourceId>> derived);

    /** Whether it can still write. Once it cannot, it must be opened again. */
    boolean available();

    /** The number of the newest commit, marks included; 0 when there is none. Numbers rise, and may leave gaps. */
    long lastChange();

    /** Everything committed after this change, in the order of commits, as far as it has come when called. Close it. */
    Stream<StoredResource> changesAfter(long change);

    /** Everything committed up to this change, newest first, as far as it has come when called. Close it. */
    Stream<StoredResource> changesUpTo(long change);

    @Override
    void close();
}

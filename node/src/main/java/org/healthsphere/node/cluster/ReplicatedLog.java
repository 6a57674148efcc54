package org.healthsphere.node.cluster;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** The commits that one process holds, by their numbers and without a gap at the end, and the keys that seal them. */
public interface ReplicatedLog {
    /** The number of the newest commit; 0 when there is none. */
    long last();

    /** As it is stored; nothing when it is not there, or was forgotten. */
    Optional<List<Bytes>> chunks(long change);

    /** What tells this commit from another of its number; 0 when it is not known. */
    long stamp(long change);

    /** Durable on return. */
    void append(long change, List<Bytes> chunks);

    /** Takes away this commit and those after it, which nobody has acknowledged. */
    void cut(long first);

    /** A commit of nothing. */
    List<Bytes> blank(long change);

    /** The newest commit that readers see. */
    long applied();

    /** How many keys there are or were. */
    int keys();

    /** The keys from this number on, at most so many, as they lie in their file. */
    List<Bytes> keys(int first, int most);

    /** Takes these for the keys of these numbers, durable on return; what was destroyed stays so. */
    void take(Request.Slots keys);
}

package org.healthsphere.node.store.ignite;

import java.util.UUID;

/** Takes a store as it is stored: sealed, and for nobody to read who has not its keys. */
public interface StoreCopy {
    /** A mark; all marks come before the first chunk. */
    void mark(String space, UUID name, byte[] stored);

    /** A chunk of a commit; they come in the order of their places. */
    void chunk(long place, byte[] stored);
}

package org.healthsphere.node.access;

import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** Where the accounts of a node lie, all of them in one piece. */
public interface AccountShelf {
    /** A file that is replaced as a whole and readable by the node's own user only. */
    static AccountShelf in(Path file) {
        return new FileShelf(file);
    }

    /** By which it is known that they are others than before. */
    String stamp();

    /** Nothing where there never were any. */
    Optional<Bytes> read();

    /** Durable on return, whole or not at all. */
    void write(Bytes accounts);
}

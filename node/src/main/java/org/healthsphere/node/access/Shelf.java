package org.healthsphere.node.access;

import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** Where something of a node lies that is small, such as its accounts, all of it in one piece. */
public interface Shelf {
    /** A file that is replaced as a whole and readable by the node's own user only. */
    static Shelf in(Path file) {
        return new FileShelf(file);
    }

    /** By which it is known that it is another than before. */
    String stamp();

    /** Nothing where there never was any. */
    Optional<Bytes> read();

    /** Durable on return, whole or not at all. */
    void write(Bytes all);
}

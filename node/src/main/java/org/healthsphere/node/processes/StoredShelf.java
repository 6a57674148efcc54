package org.healthsphere.node.processes;

import java.util.Optional;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** What the leading one of several processes writes and nobody beside it, for all of them: a mark in the store. */
public record StoredShelf(ResourceStore store, String name) implements Shelf {
    private static final String SPACE = "file";

    /** What it reads it wrote itself, or who led before it began. */
    @Override
    public String stamp() {
        return "";
    }

    @Override
    public Optional<Bytes> read() {
        return store.mark(SPACE, name);
    }

    @Override
    public void write(Bytes all) {
        store.putMark(new Mark(SPACE, name, all));
    }
}

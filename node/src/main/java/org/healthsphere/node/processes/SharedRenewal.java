package org.healthsphere.node.processes;

import java.util.Optional;
import org.healthsphere.node.network.Rotation;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/**
 * A renewal of the certificates of a node of several processes: the one that leads begins it, and each takes what comes of it, those too
 * that were away. So it stays until the next one begins.
 */
public record SharedRenewal(ResourceStore store) implements Rotation.Shelf {
    private static final String SPACE = "certificates";
    private static final String BEGUN = "begun";

    @Override
    public Optional<Bytes> begun() {
        return store.mark(SPACE, BEGUN);
    }

    @Override
    public void keep(Bytes begun) {
        store.putMark(new Mark(SPACE, BEGUN, begun));
    }

    @Override
    public void end() {
        // Another process may have to read it yet.
    }
}

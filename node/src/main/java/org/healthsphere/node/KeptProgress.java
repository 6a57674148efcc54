package org.healthsphere.node;

import java.util.Optional;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** How far something was read is kept beside what was read. */
record KeptProgress(ResourceStore store) implements Progress {
    private static final String SPACE = "feed-progress";

    @Override
    public Optional<Bytes> get(String what) {
        return store.mark(SPACE, what);
    }

    @Override
    public void set(String what, Bytes value) {
        store.putMark(new Commit.Mark(SPACE, what, value));
    }
}

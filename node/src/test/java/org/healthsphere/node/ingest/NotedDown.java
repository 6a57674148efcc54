package org.healthsphere.node.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.specs.Bytes;

/** What was noted down, in memory. */
public record NotedDown(Map<String, Bytes> notes) implements Progress {
    public NotedDown() {
        this(new HashMap<>());
    }

    @Override
    public Optional<Bytes> get(String what) {
        return Optional.ofNullable(notes.get(what));
    }

    @Override
    public void set(String what, Bytes value) {
        notes.put(what, value);
    }
}

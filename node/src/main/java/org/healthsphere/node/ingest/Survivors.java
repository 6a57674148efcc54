package org.healthsphere.node.ingest;

import java.util.HashSet;
import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** Who took whose place, as long as it holds: noted before anything moves, and forgotten when everything is back. */
public final class Survivors {
    private static final String SPACE = "patient-replaced";

    private final ResourceStore store;

    public Survivors(ResourceStore store) {
        this.store = store;
    }

    /** Who stands in the end for this patient, if somebody else does. */
    public Optional<String> of(String patient) {
        var seen = new HashSet<String>();
        var last = patient;
        var next = store.mark(SPACE, patient).map(Bytes::utf8);
        while (next.isPresent() && seen.add(last)) {
            last = next.get();
            next = store.mark(SPACE, last).map(Bytes::utf8);
        }
        return Optional.of(last).filter(survivor -> !survivor.equals(patient));
    }

    void note(String other, String survivor) {
        store.putMark(new Mark(SPACE, other, Bytes.utf8(survivor)).about(survivor));
    }

    void forget(String other) {
        if (store.mark(SPACE, other).isPresent()) {
            store.removeMark(SPACE, other);
        }
    }
}

package org.healthsphere.node.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;

/** Messages that waited in quarantine count where they would if they had been taken when they came, and not as the last ones. */
final class Waited {
    private final ResourceStore store;
    private final ResourceIndex index;
    private final Originals originals;

    Waited(ResourceStore store, ResourceIndex index, Originals originals) {
        this.store = store;
        this.index = index;
        this.originals = originals;
    }

    /**
     * Those of these that others about the same patients have overtaken, put before them.
     *
     * @param parts under which they are kept
     * @param since when they came
     */
    List<Original> placed(List<String> parts, Instant since) {
        var placed = new ArrayList<Original>();
        var lineage = new Lineage(store, index, originals);
        for (var part : parts) {
            originals.find(part).filter(kept -> kept.part().equals(part)).ifPresent(kept -> {
                var later = later(kept, since, lineage);
                if (later.isPresent()) {
                    // Of two with the same number the one that was taken earlier is the earlier one.
                    var before = kept.movedTo(Math.max(0, later.getAsLong() - 1));
                    originals.put(before);
                    placed.add(before);
                }
            });
        }
        return List.copyOf(placed);
    }

    /** After which change the first message about one of its patients was taken that came since. */
    private OptionalLong later(Original waited, Instant since, Lineage lineage) {
        return waited.places().stream()
                .filter(patient -> !patient.isEmpty())
                .flatMap(patient -> lineage.ofPatient(patient).stream())
                .map(provenance -> originals.find(provenance.id().id()))
                .flatMap(Optional::stream)
                .filter(other ->
                        !other.part().equals(waited.part()) && other.at().isAfter(since))
                .mapToLong(Original::after)
                .min();
    }
}

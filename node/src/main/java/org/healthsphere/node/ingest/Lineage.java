package org.healthsphere.node.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** Which messages a resource was told by, in their order, as its Provenances say. */
final class Lineage {
    private static final int PAGE = 500;
    private static final String SOURCE_MESSAGE = "https://healthsphere.org/sid/source-message/";

    private final ResourceStore store;
    private final ResourceIndex index;
    private final Originals originals;
    private final Map<Long, Boolean> ours = new HashMap<>();

    Lineage(ResourceStore store, ResourceIndex index, Originals originals) {
        this.store = store;
        this.index = index;
        this.originals = originals;
    }

    /**
     * Where a resource comes from.
     *
     * @param messages that told of it after the floor and are kept, the first one first
     * @param floor the last change of it that no kept message explains: what was then cannot be told anew
     */
    record Descent(List<Original> messages, long floor) {}

    /** @param more messages that tell of it now, whether they did before or not */
    Descent of(ResourceId id, List<Original> more) {
        var messages = new LinkedHashMap<String, Original>();
        more.forEach(original -> messages.put(original.part(), original));
        var floor = foreign(id);
        for (var provenance : provenances(id)) {
            var original = originals.find(provenance.id().id());
            if (original.isPresent()) {
                messages.putIfAbsent(original.get().part(), original.get());
            } else if (isOurs(provenance)) {
                floor = Math.max(floor, provenance.change());
            }
        }
        var ordered = new ArrayList<>(messages.values());
        ordered.sort(Original.ORDER);
        return new Descent(List.copyOf(ordered), floor);
    }

    private List<StoredResource> provenances(ResourceId target) {
        return search(new Criterion("target", "", List.of(target.toString())));
    }

    /** All that tell of something in this patient's record. */
    List<StoredResource> ofPatient(String patient) {
        return search(new Criterion("_compartment", "", List.of(patient)));
    }

    private List<StoredResource> search(Criterion criterion) {
        var found = new ArrayList<StoredResource>();
        var after = Optional.<String>empty();
        do {
            var page = index.search(
                            new Query("Provenance", List.of(criterion), List.of(), PAGE, after),
                            ReleaseFilter.everything())
                    .orElseThrow();
            page.matches().forEach(id -> store.get(id).filter(r -> !r.deleted()).ifPresent(found::add));
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    /** The newest change of it that came by another way than a message; 0: none. */
    private long foreign(ResourceId id) {
        return store.history(id).stream()
                .map(StoredResource::change)
                .filter(change -> !ours.computeIfAbsent(change, this::isOurs))
                .findFirst()
                .orElse(0L);
    }

    /** What ingest writes, it writes with a Provenance that names the message. */
    private boolean isOurs(long change) {
        try (var written = store.changesAfter(change - 1)) {
            return written.takeWhile(r -> r.change() == change)
                    .anyMatch(r -> r.id().type().equals("Provenance") && isOurs(said(r)));
        }
    }

    private StoredResource said(StoredResource provenance) {
        return provenance.deleted()
                ? store.version(provenance.id(), provenance.version() - 1).orElse(provenance)
                : provenance;
    }

    private static boolean isOurs(StoredResource provenance) {
        return !provenance.deleted()
                && Json.tree(provenance.json())
                        .at("/entity/0/what/identifier/system")
                        .asText()
                        .startsWith(SOURCE_MESSAGE);
    }
}

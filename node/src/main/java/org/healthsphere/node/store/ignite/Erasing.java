package org.healthsphere.node.store.ignite;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.healthsphere.node.store.Mentions;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.Chunk.Entry;
import org.healthsphere.node.store.keys.KeyRing;

/**
 * The end of some keys and of all that was sealed with them. Everything is taken away first and the keys are destroyed last, so
 * that work which a crash interrupts can be done again; from the moment in which the keys are condemned it will be.
 */
final class Erasing {
    private final ChunkLog log;
    private final Directory directory;
    private final KeyRing keys;
    private final long lastChange;

    Erasing(ChunkLog log, Directory directory, KeyRing keys, long lastChange) {
        this.log = log;
        this.directory = directory;
        this.keys = keys;
        this.lastChange = lastChange;
    }

    /** Resources that speak of a patient in whose record they are not, with the keys that they are or were sealed with. */
    Map<ResourceId, Set<Integer>> sharedWith(String patient) {
        var found = new TreeMap<ResourceId, Set<Integer>>();
        log.sealedBy(1, lastChange, keys::isShared).stream()
                .flatMap(place -> log.read(place).entries().stream())
                .filter(entry -> keys.isShared(entry.sealedBy()))
                .filter(entry -> Mentions.patients(entry.resource().json()).contains(patient)
                        || entry.resource().patient().filter(patient::equals).isPresent())
                .forEach(entry ->
                        found.computeIfAbsent(entry.id(), _ -> new TreeSet<>()).add(entry.sealedBy()));
        return found;
    }

    /** Takes away what these keys seal, then the keys. The resources that are gone altogether. */
    Set<ResourceId> end(Set<Integer> condemned, Consumer<Set<ResourceId>> derived) {
        var places = log.sealedBy(1, lastChange, condemned::contains);
        var gone = new HashSet<ResourceId>();
        var doomed = new HashSet<Long>();
        for (var id : sealedBy(condemned, places)) {
            var all = versions(id);
            var left = all.stream()
                    .takeWhile(at -> !condemned.contains(
                            log.entry(Location.of(at)).orElseThrow().sealedBy()))
                    .count();
            all.stream().skip(left).forEach(doomed::add);
            if (left == 0) {
                gone.add(id);
            }
        }
        derived.accept(Set.copyOf(gone));
        var all = new TreeSet<>(places);
        doomed.forEach(at ->
                all.add(Location.key(Location.of(at).change(), Location.of(at).chunk())));
        // The oldest first: what a crash leaves is still found from the newest.
        all.forEach(place -> rewrite(place, condemned, doomed));
        directory.forget(gone);
        var _ = directory.spaces().removeSealedBy(condemned);
        keys.destroy(condemned);
        return gone;
    }

    private Set<ResourceId> sealedBy(Set<Integer> condemned, List<Long> places) {
        return places.stream()
                .flatMap(place -> log.read(place).entries().stream())
                .filter(entry -> condemned.contains(entry.sealedBy()))
                .map(Entry::id)
                .collect(Collectors.toSet());
    }

    /** Where the versions lie that can be read, the newest first, those of former owners included. */
    private List<Long> versions(ResourceId id) {
        return log.chain(directory.head(id)).toList();
    }

    private void rewrite(long place, Set<Integer> condemned, Set<Long> doomed) {
        var chunk = log.read(place);
        log.rewrite(
                place,
                chunk.without(
                        entry -> condemned.contains(entry.sealedBy())
                                || doomed.contains(chunk.location(entry).packed()),
                        mark -> condemned.contains(mark.sealedBy())));
    }
}

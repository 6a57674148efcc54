package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A map that never changes. Another one with some entries put in shares with it all but the patches in which these lie: to make it, and to
 * tell the two apart, costs what changed and not what is there.
 */
final class PatchedMap<K, V> {
    private static final int MOST_IN_A_PATCH = 128;
    /** Spreads hashes that differ in few bits over all patches (Knuth, The Art of Computer Programming 3, 6.4). */
    private static final int GOLDEN = 0x9E3779B9;

    /** A power of two. */
    private final List<Map<K, V>> patches;

    private final int size;

    private PatchedMap(List<Map<K, V>> patches, int size) {
        this.patches = patches;
        this.size = size;
    }

    static <K, V> PatchedMap<K, V> empty() {
        return new PatchedMap<>(List.of(Map.of()), 0);
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(patches.get(patch(key, patches.size())).get(key));
    }

    int size() {
        return size;
    }

    void forEach(BiConsumer<K, V> action) {
        patches.forEach(patch -> patch.forEach(action));
    }

    PatchedMap<K, V> with(Map<K, V> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        var roomy = patches.size();
        while (roomy * MOST_IN_A_PATCH < size + changes.size()) {
            roomy *= 2;
        }
        return roomy == patches.size() ? patched(changes) : spread(changes, roomy);
    }

    private PatchedMap<K, V> patched(Map<K, V> changes) {
        Map<Integer, Map<K, V>> touched = new HashMap<>();
        changes.forEach((key, value) -> touched.computeIfAbsent(
                        patch(key, patches.size()), at -> new HashMap<>(patches.get(at)))
                .put(key, value));
        List<Map<K, V>> next = new ArrayList<>(patches);
        var grown = size;
        for (var patch : touched.entrySet()) {
            var before = next.set(patch.getKey(), Map.copyOf(patch.getValue()));
            grown += patch.getValue().size() - before.size();
        }
        return new PatchedMap<>(next, grown);
    }

    private PatchedMap<K, V> spread(Map<K, V> changes, int roomy) {
        List<Map<K, V>> drafts = new ArrayList<>(roomy);
        for (var at = 0; at < roomy; at++) {
            drafts.add(new HashMap<>());
        }
        forEach((key, value) -> drafts.get(patch(key, roomy)).put(key, value));
        changes.forEach((key, value) -> drafts.get(patch(key, roomy)).put(key, value));
        drafts.replaceAll(Map::copyOf);
        return new PatchedMap<>(drafts, drafts.stream().mapToInt(Map::size).sum());
    }

    /** The keys that have another value, or none, in one of the two. */
    Set<K> apartFrom(PatchedMap<K, V> other) {
        Set<K> apart = new HashSet<>();
        if (this == other) {
            return apart;
        }
        if (patches.size() == other.patches.size()) {
            for (var at = 0; at < patches.size(); at++) {
                compare(patches.get(at), other.patches.get(at), apart);
            }
        } else {
            forEach((key, value) -> add(key, Optional.of(value), other.get(key), apart));
            other.forEach((key, value) -> add(key, Optional.of(value), get(key), apart));
        }
        return apart;
    }

    @SuppressWarnings("ReferenceEquality") // What is shared need not be compared; that is what it is shared for.
    private void compare(Map<K, V> one, Map<K, V> other, Set<K> apart) {
        if (one != other) {
            one.forEach((key, value) -> add(key, Optional.of(value), Optional.ofNullable(other.get(key)), apart));
            other.forEach((key, value) -> add(key, Optional.of(value), Optional.ofNullable(one.get(key)), apart));
        }
    }

    private static <K, V> void add(K key, Optional<V> value, Optional<V> other, Set<K> apart) {
        if (!value.equals(other)) {
            apart.add(key);
        }
    }

    private static int patch(Object key, int patches) {
        // The highest bits are the best; where there is one patch only, none is left.
        return (int) ((key.hashCode() * GOLDEN & 0xFFFF_FFFFL) * patches >>> Integer.SIZE);
    }
}

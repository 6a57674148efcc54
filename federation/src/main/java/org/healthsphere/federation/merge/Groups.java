package org.healthsphere.federation.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries that are one fact: they share a key, or each shares one with a third.
 *
 * <p>By their exact keys any number fall together. By a loose key they do when no member has two of it: two readings at one
 * hospital are two, but the same test at the same second reported by two hospitals with different values is one, in conflict.
 */
final class Groups {
    private final int[] parent;

    private Groups(int size) {
        parent = new int[size];
        for (var i = 0; i < size; i++) {
            parent[i] = i;
        }
    }

    /** The groups, in the order of their first entries. */
    static List<List<Entry>> of(List<Entry> entries) {
        var groups = new Groups(entries.size());
        positions(entries, Entry::keys).forEach(groups::join);
        positions(entries, Entry::looseKeys).stream()
                .filter(same -> isOneEach(entries, same))
                .forEach(groups::join);
        var byRoot = new LinkedHashMap<Integer, List<Entry>>();
        for (var i = 0; i < entries.size(); i++) {
            byRoot.computeIfAbsent(groups.root(i), _ -> new ArrayList<>()).add(entries.get(i));
        }
        return List.copyOf(byRoot.values());
    }

    private interface Keys {
        Collection<String> of(Entry entry);
    }

    private static List<List<Integer>> positions(List<Entry> entries, Keys keys) {
        Map<String, List<Integer>> positions = new HashMap<>();
        for (var i = 0; i < entries.size(); i++) {
            for (var key : keys.of(entries.get(i))) {
                positions.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
            }
        }
        return List.copyOf(positions.values());
    }

    private static boolean isOneEach(List<Entry> entries, List<Integer> same) {
        return same.stream()
                        .map(i -> entries.get(i).source().member())
                        .distinct()
                        .count()
                == same.size();
    }

    private void join(List<Integer> same) {
        for (var i : same) {
            var one = root(i);
            var other = root(same.getFirst());
            parent[Math.max(one, other)] = Math.min(one, other);
        }
    }

    private int root(int i) {
        var root = i;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}

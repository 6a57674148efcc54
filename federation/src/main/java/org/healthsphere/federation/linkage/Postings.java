package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Numbers by key, a dozen bytes for each: what came lately in a map, the rest in sorted arrays. */
final class Postings {
    private static final int LEAST_RECENT = 200_000;

    private long[] keys = {};
    private int[] numbers = {};
    private Map<Long, List<Integer>> recent = new HashMap<>();
    private int recentSize;

    void add(long key, int number) {
        recent.computeIfAbsent(key, _ -> new ArrayList<>(2)).add(number);
        if (++recentSize > Math.max(LEAST_RECENT, keys.length / 2)) {
            merge();
        }
    }

    /** Each number with the key; nothing when there are more than so many: what so many share tells nobody apart. */
    void each(long key, int most, IntConsumer consumer) {
        var lately = recent.getOrDefault(key, List.of());
        var from = first(key);
        var until = from;
        while (until < keys.length && keys[until] == key && until - from <= most) {
            until++;
        }
        if (until - from + lately.size() > most) {
            return;
        }
        for (var i = from; i < until; i++) {
            consumer.accept(numbers[i]);
        }
        lately.forEach(consumer::accept);
    }

    private int first(long key) {
        var at = Arrays.binarySearch(keys, key);
        if (at < 0) {
            return keys.length;
        }
        // Many may have it: the first of them is found by halves too.
        var low = 0;
        var high = at;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void merge() {
        var more = recent.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        var all = new long[keys.length + recentSize];
        var of = new int[all.length];
        var old = 0;
        var to = 0;
        for (var key : more) {
            while (old < keys.length && keys[old] <= key) {
                all[to] = keys[old];
                of[to++] = numbers[old++];
            }
            for (var number : recent.getOrDefault(key, List.of())) {
                all[to] = key;
                of[to++] = number;
            }
        }
        System.arraycopy(keys, old, all, to, keys.length - old);
        System.arraycopy(numbers, old, of, to, keys.length - old);
        keys = all;
        numbers = of;
        recent = new HashMap<>();
        recentSize = 0;
    }
}

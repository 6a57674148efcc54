package org.healthsphere.terminology.index;

import org.roaringbitmap.RoaringBitmap;

/** For each concept those right below it: the parents, the other way round. Made when it is first needed, not kept in the file. */
final class Children {
    /** For each concept where its children begin, and at last where all end. */
    private final int[] ends;

    private final int[] children;

    private Children(int[] ends, int[] children) {
        this.ends = ends;
        this.children = children;
    }

    static Children of(int size, Slices parents) {
        var ends = new int[size + 1];
        for (var at = 0; at < parents.values().limit(); at++) {
            ends[parents.values().get(at) + 1]++;
        }
        for (var concept = 0; concept < size; concept++) {
            ends[concept + 1] += ends[concept];
        }
        var next = ends.clone();
        var children = new int[ends[size]];
        for (var concept = 0; concept < size; concept++) {
            for (var at = parents.start(concept); at < parents.end(concept); at++) {
                children[next[parents.values().get(at)]++] = concept;
            }
        }
        return new Children(ends, children);
    }

    RoaringBitmap of(int concept) {
        var found = new RoaringBitmap();
        for (var at = ends[concept]; at < ends[concept + 1]; at++) {
            found.add(children[at]);
        }
        return found;
    }
}

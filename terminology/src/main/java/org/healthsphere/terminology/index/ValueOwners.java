package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * For each property and value in use, the concepts that have it.
 *
 * @param keys pairs of property and number of the value's text, sorted
 */
record ValueOwners(IntBuffer keys, Slices owners) {
    static ValueOwners of(Txi file) {
        return new ValueOwners(
                file.ints(Section.VALUE_KEYS), Slices.of(file, Section.VALUE_RUN_OFFSETS, Section.VALUE_RUNS));
    }

    RoaringBitmap of(int property, int text) {
        var at = first(property, text);
        return at < size() && keys.get(2 * at) == property && keys.get(2 * at + 1) == text
                ? runs(owners, at)
                : new RoaringBitmap();
    }

    RoaringBitmap of(int property, IntPredicate text) {
        var all = new RoaringBitmap();
        for (var at = first(property, 0); at < size() && keys.get(2 * at) == property; at++) {
            if (text.test(keys.get(2 * at + 1))) {
                all.or(runs(owners, at));
            }
        }
        return all;
    }

    void forEachValue(int property, IntConsumer action) {
        for (var at = first(property, 0); at < size() && keys.get(2 * at) == property; at++) {
            action.accept(keys.get(2 * at + 1));
        }
    }

    private int size() {
        return keys.limit() / 2;
    }

    /** The first place that is not before the property and the text. */
    private int first(int property, int text) {
        var low = 0;
        var high = size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            var order = Integer.compare(keys.get(2 * middle), property);
            if (order < 0 || (order == 0 && keys.get(2 * middle + 1) < text)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static RoaringBitmap runs(Slices slices, int number) {
        var bits = new RoaringBitmap();
        for (var at = slices.start(number); at < slices.end(number); at += 2) {
            bits.add((long) slices.values().get(at), slices.values().get(at + 1) + 1L);
        }
        return bits;
    }
}

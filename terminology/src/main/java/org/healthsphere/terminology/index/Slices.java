package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.util.Arrays;

/** One int slice for each number, end to end in one array: how it is written, and how it is read. */
record Slices(IntBuffer offsets, IntBuffer values) {
    static Slices of(Txi file, Section offsets, Section values) {
        return new Slices(file.ints(offsets), file.ints(values));
    }

    static void write(TxiWriter file, Section offsets, Section values, int[][] slices) {
        var ends = new int[slices.length + 1];
        for (var i = 0; i < slices.length; i++) {
            ends[i + 1] = Math.addExact(ends[i], slices[i].length);
        }
        var all = new int[ends[slices.length]];
        for (var i = 0; i < slices.length; i++) {
            System.arraycopy(slices[i], 0, all, ends[i], slices[i].length);
        }
        file.ints(offsets, ends).ints(values, all);
    }

    int start(int number) {
        return offsets.get(number);
    }

    int end(int number) {
        return offsets.get(number + 1);
    }

    int size(int number) {
        return end(number) - start(number);
    }

    int[] get(int number) {
        var slice = new int[size(number)];
        values.get(start(number), slice);
        return slice;
    }

    /** Whether the sorted slice holds the value. */
    boolean has(int number, int value) {
        var low = start(number);
        var high = end(number) - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var found = values.get(middle);
            if (found == value) {
                return true;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** A sorted set of numbers as runs: first and last of each. */
    static int[] runs(int[] sorted) {
        var runs = new int[sorted.length * 2];
        var used = 0;
        for (var value : sorted) {
            if (used > 0 && runs[used - 1] + 1 == value) {
                runs[used - 1] = value;
            } else {
                runs[used++] = value;
                runs[used++] = value;
            }
        }
        return Arrays.copyOf(runs, used);
    }
}

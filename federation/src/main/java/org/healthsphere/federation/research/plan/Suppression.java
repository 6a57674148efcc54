package org.healthsphere.federation.research.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which cells of a table are not told: those of too few patients, and as many others as it takes that nobody comes to one of those by
 * subtraction, though he knew every margin of the table.
 *
 * <p>What an outsider can work out of a hidden cell is bounded by its lines: it lies between what is left when the others of a line are as
 * large as they can be, and what is left when they are as small as they can be. Cells are hidden until no such interval is narrower than
 * the threshold.
 */
final class Suppression {
    private final long[] cells;
    private final int threshold;
    private final List<int[]> lines;
    private final BitSet hidden = new BitSet();

    private Suppression(long[] cells, int threshold, List<int[]> lines) {
        this.cells = cells;
        this.threshold = threshold;
        this.lines = lines;
    }

    /**
     * The table as it may be told.
     *
     * @param cells in the order in which the last dimension runs fastest
     * @param sizes of the dimensions
     */
    static List<OptionalLong> of(long[] cells, int[] sizes, int threshold) {
        var table = new Suppression(cells, threshold, lines(cells.length, sizes));
        table.hideSmall();
        while (table.hideAnother()) {
            // Each turn hides one more cell, so it ends.
        }
        return IntStream.range(0, cells.length)
                .mapToObj(i -> table.hidden.get(i) ? OptionalLong.empty() : OptionalLong.of(cells[i]))
                .toList();
    }

    /** The cells that add up to a margin, along each dimension; and all of them, since how many patients there are is known. */
    private static List<int[]> lines(int cells, int[] sizes) {
        List<int[]> lines = new ArrayList<>();
        lines.add(IntStream.range(0, cells).toArray());
        var stride = cells;
        for (var size : sizes) {
            stride /= size;
            if (size < cells) {
                for (var start = 0; start < cells; start++) {
                    if (start / stride % size == 0) {
                        var first = start;
                        var step = stride;
                        lines.add(IntStream.range(0, size)
                                .map(i -> first + i * step)
                                .toArray());
                    }
                }
            }
        }
        return lines;
    }

    private void hideSmall() {
        for (var i = 0; i < cells.length; i++) {
            // Where one patient may be told of, nobody at all may be, too.
            hidden.set(i, threshold > 1 && cells[i] < threshold);
        }
    }

    private boolean hideAnother() {
        for (var line : lines) {
            if (isOpen(line) && hideSmallestOf(line)) {
                return true;
            }
        }
        var bounds = new Bounds();
        for (var line : lines) {
            var narrow = Arrays.stream(line).filter(hidden::get).anyMatch(i -> bounds.width(i) < threshold);
            if (narrow && hideSmallestOf(line)) {
                return true;
            }
        }
        return false;
    }

    /** One hidden cell follows from the margin; several that are few together tell of few. */
    private boolean isOpen(int[] line) {
        var count = Arrays.stream(line).filter(hidden::get).count();
        var sum =
                Arrays.stream(line).filter(hidden::get).mapToLong(i -> cells[i]).sum();
        return count == 1 || (count > 1 && sum < threshold);
    }

    private boolean hideSmallestOf(int[] line) {
        var smallest =
                Arrays.stream(line).filter(i -> !hidden.get(i)).boxed().min(Comparator.comparingLong(i -> cells[i]));
        smallest.ifPresent(hidden::set);
        return smallest.isPresent();
    }

    /** What an outsider can conclude, by going through the lines until nothing new follows. */
    private final class Bounds {
        private static final int MOST_TURNS = 100;
        private final long[] low = new long[cells.length];
        private final long[] high = new long[cells.length];

        Bounds() {
            for (var i = 0; i < cells.length; i++) {
                low[i] = hidden.get(i) ? 0 : cells[i];
                high[i] = hidden.get(i) ? Long.MAX_VALUE / cells.length : cells[i];
            }
            for (var turn = 0; turn < MOST_TURNS && narrowed(); turn++) {
                // Goes on while something follows.
            }
        }

        private boolean narrowed() {
            var changed = false;
            for (var line : lines) {
                changed |= narrowed(line);
            }
            return changed;
        }

        private boolean narrowed(int[] line) {
            var total = Arrays.stream(line).mapToLong(i -> cells[i]).sum();
            var lows = Arrays.stream(line).mapToLong(i -> low[i]).sum();
            var highs = Arrays.stream(line).mapToLong(i -> high[i]).sum();
            var changed = false;
            for (var i : line) {
                var least = Math.max(low[i], total - (highs - high[i]));
                var most = Math.min(high[i], total - (lows - low[i]));
                changed |= least != low[i] || most != high[i];
                lows += least - low[i];
                highs += most - high[i];
                low[i] = least;
                high[i] = most;
            }
            return changed;
        }

        long width(int cell) {
            return high[cell] - low[cell];
        }
    }
}

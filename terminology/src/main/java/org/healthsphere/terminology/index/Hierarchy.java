package org.healthsphere.terminology.index;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Row;

/**
 * The hierarchy of a code system, numbered.
 *
 * <p>Concepts are numbered depth first, roots and children in the order of the source where it has one, else of their codes:
 * the numbers do not depend on the order of the rows, and in a tree the descendants of a concept are one run of numbers.
 */
final class Hierarchy {
    private final List<Row> rows;
    private final int[][] parents;
    private final int[][] ancestors;
    private final int dangling;

    private Hierarchy(List<Row> rows, int[][] parents, int[][] ancestors, int dangling) {
        this.rows = rows;
        this.parents = parents;
        this.ancestors = ancestors;
        this.dangling = dangling;
    }

    /** The rows in the order of their numbers. */
    List<Row> rows() {
        return rows;
    }

    int[][] parents() {
        return parents;
    }

    int[][] ancestors() {
        return ancestors;
    }

    /** How many parents were named that do not exist. */
    int dangling() {
        return dangling;
    }

    /**
     * The hierarchy of sorted rows.
     *
     * @param id of the code system, for a fault
     * @param most how many ancestors all concepts together may have
     * @return a fault when somebody is his own ancestor, or there are too many
     */
    static Outcome<Hierarchy> of(Canonical id, List<Row> sorted, long most) {
        Map<String, Integer> rank = new HashMap<>();
        for (var i = 0; i < sorted.size(); i++) {
            rank.put(sorted.get(i).code(), i);
        }
        var up = new int[sorted.size()][];
        var dangling = 0;
        for (var i = 0; i < up.length; i++) {
            var named = sorted.get(i).parents();
            up[i] = named.stream()
                    .filter(rank::containsKey)
                    .mapToInt(rank::get)
                    .sorted()
                    .distinct()
                    .toArray();
            dangling += (int)
                    named.stream().filter(parent -> !rank.containsKey(parent)).count();
        }
        var number = depthFirst(up);
        if (Arrays.stream(number).anyMatch(n -> n < 0)) {
            return circular(id);
        }
        var hierarchy = numbered(sorted, up, number, dangling);
        return ancestors(id, hierarchy.parents, most).map(hierarchy::with);
    }

    private static <T> Outcome<T> circular(Canonical id) {
        return Outcome.failed(
                new Fault.Invalid(List.of(new Problem(id.toString(), "has a concept that is its own ancestor"))));
    }

    private Hierarchy with(int[][] all) {
        return new Hierarchy(rows, parents, all, dangling);
    }

    private static Hierarchy numbered(List<Row> sorted, int[][] up, int[] number, int dangling) {
        var rows = new Row[up.length];
        var parents = new int[up.length][];
        for (var i = 0; i < up.length; i++) {
            rows[number[i]] = sorted.get(i);
            parents[number[i]] =
                    Arrays.stream(up[i]).map(p -> number[p]).sorted().toArray();
        }
        return new Hierarchy(List.of(rows), parents, new int[0][], dangling);
    }

    /** A number for each that can be reached from a root; -1 for the rest. */
    private static int[] depthFirst(int[][] up) {
        var down = inverse(up);
        var number = new int[up.length];
        Arrays.fill(number, -1);
        var next = 0;
        Deque<Integer> stack = new ArrayDeque<>();
        for (var root = 0; root < up.length; root++) {
            if (up[root].length == 0) {
                stack.push(root);
            }
            while (!stack.isEmpty()) {
                var at = stack.pop();
                if (number[at] < 0) {
                    number[at] = next++;
                    for (var k = down[at].length - 1; k >= 0; k--) {
                        stack.push(down[at][k]);
                    }
                }
            }
        }
        return number;
    }

    /** The ancestors of each, sorted; parents come first, so a cycle leaves somebody without a turn. */
    private static Outcome<int[][]> ancestors(Canonical id, int[][] parents, long most) {
        var children = inverse(parents);
        var open = new int[parents.length];
        Deque<Integer> ready = new ArrayDeque<>();
        for (var i = 0; i < parents.length; i++) {
            open[i] = parents[i].length;
            if (open[i] == 0) {
                ready.add(i);
            }
        }
        var all = new int[parents.length][];
        var done = 0;
        var pairs = 0L;
        while (!ready.isEmpty()) {
            var at = ready.remove();
            all[at] = above(parents[at], all);
            pairs += all[at].length;
            if (pairs > most) {
                return Outcome.failed(new Fault.TooCostly("a hierarchy with more than " + most + " ancestors: " + id));
            }
            done++;
            for (var child : children[at]) {
                if (--open[child] == 0) {
                    ready.add(child);
                }
            }
        }
        return done == parents.length ? Outcome.of(all) : circular(id);
    }

    private static int[] above(int[] parents, int[][] ancestors) {
        if (parents.length == 0) {
            return parents;
        }
        var size = parents.length;
        for (var parent : parents) {
            size += ancestors[parent].length;
        }
        var all = Arrays.copyOf(parents, size);
        var used = parents.length;
        for (var parent : parents) {
            System.arraycopy(ancestors[parent], 0, all, used, ancestors[parent].length);
            used += ancestors[parent].length;
        }
        Arrays.sort(all);
        return distinct(all);
    }

    private static int[] distinct(int[] sorted) {
        var used = 0;
        for (var value : sorted) {
            if (used == 0 || sorted[used - 1] != value) {
                sorted[used++] = value;
            }
        }
        return Arrays.copyOf(sorted, used);
    }

    /** For each, those that name it; sorted. */
    static int[][] inverse(int[][] names) {
        var count = new int[names.length];
        for (var slice : names) {
            for (var name : slice) {
                count[name]++;
            }
        }
        var inverse = new int[names.length][];
        for (var i = 0; i < names.length; i++) {
            inverse[i] = new int[count[i]];
        }
        var filled = new int[names.length];
        for (var i = 0; i < names.length; i++) {
            for (var name : names[i]) {
                inverse[name][filled[name]++] = i;
            }
        }
        return inverse;
    }
}

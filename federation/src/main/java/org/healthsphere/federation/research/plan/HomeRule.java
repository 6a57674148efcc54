package org.healthsphere.federation.research.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.federation.research.plan.Computation.Seat;
import org.healthsphere.federation.research.plan.Computation.Sums;

/**
 * Which hospital counts a patient whom several know: one of them, so that nobody moves a sum at more than one.
 *
 * <p>Tokens lead to places of a table. At first each hospital marks the places of its patients; who is alone at a place counts there. Where
 * others are, too, it is drawn: each hospital has a number for each place, no two the same, and from its first digit to its last whoever has a
 * 0 marks the place again, and whoever has a 1 and sees a mark of another leaves it. Marks are random numbers, and some stand for nobody, so
 * that a sum says how many places are marked, about, and of one's own place that somebody else may be there.
 *
 * <p>At a place one patient is counted at most. Who comes or goes may take the place of another one there: so the length by which a patient
 * moves the sum is that of two.
 */
final class HomeRule {
    /** A multiplier that spreads places over all numbers: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    private static final long SHARE = Part.WHOLE / 4;

    private final Analysis.Once once;
    private final int digits;

    HomeRule(Analysis.Once once) {
        this.once = once;
        this.digits = Integer.SIZE - Integer.numberOfLeadingZeros(once.hospitals() - 1);
    }

    /** How many tables are added up before anybody is counted. */
    int tables() {
        return 1 + digits;
    }

    int places() {
        return once.places();
    }

    int phantoms() {
        return once.phantoms();
    }

    boolean hasSeats(int members) {
        return members <= once.hospitals();
    }

    /** A quarter of the cost is that of the tables, the rest that of these words. */
    List<List<Part>> parts(int words, long squared) {
        var table = new Part(once.places(), 1, SHARE / tables(), true);
        List<List<Part>> parts = new ArrayList<>(Collections.nCopies(tables(), List.of(table)));
        parts.add(List.of(new Part(words, 2 * squared, Part.WHOLE - SHARE, true)));
        return List.copyOf(parts);
    }

    /** What one hospital marks in the next table. */
    long[] marks(Sums sums, StudyColumns columns, int[][] events, Seat seat) {
        var table = sums.opened().size();
        var marks = new long[once.places()];
        for (var place : own(columns.tokens(), events).keySet()) {
            if (table == 0 || (!isAlone(sums, seat, place) && isLeft(sums, seat, place) && digit(place, seat, table) == 0)) {
                marks[place] = 1;
            }
        }
        return marks;
    }

    /** Whom a hospital counts, by their numbers in its columns. */
    List<Integer> counted(Sums sums, StudyColumns columns, int[][] events, Seat seat) {
        return own(columns.tokens(), events).entrySet().stream()
                .filter(entry -> isAlone(sums, seat, entry.getKey()) || isLeft(sums, seat, entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The patients to whom anything happened, one at each place. */
    private Map<Integer, Integer> own(long[] tokens, int[][] events) {
        Map<Integer, Integer> own = new TreeMap<>();
        for (var patient = 0; patient < tokens.length; patient++) {
            if (events[patient].length > 0) {
                var place = (int) Long.remainderUnsigned(tokens[patient], once.places());
                own.merge(
                        place,
                        patient,
                        (one, other) -> Long.compareUnsigned(tokens[one], tokens[other]) < 0 ? one : other);
            }
        }
        return own;
    }

    private static boolean hasOthers(Sums sums, Seat seat, int table, int place) {
        return sums.opened().get(table)[place] != seat.said().get(table)[place];
    }

    private static boolean isAlone(Sums sums, Seat seat, int place) {
        return !hasOthers(sums, seat, 0, place);
    }

    private boolean isLeft(Sums sums, Seat seat, int place) {
        for (var table = 1; table < Math.min(sums.opened().size(), tables()); table++) {
            if (digit(place, seat, table) == 1 && hasOthers(sums, seat, table, place)) {
                return false;
            }
        }
        return true;
    }

    /** Of the hospital's number for a place, the first one in the first table after all have marked. */
    private int digit(int place, Seat seat, int table) {
        var number = ((place * SPREAD) >>> (Integer.SIZE - digits)) + seat.position();
        return (number >>> (digits - table)) & 1;
    }
}

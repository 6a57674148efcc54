package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts at each point of a grid: all that leaves a site for survival curves and their comparison. Tables of several sites add up
 * to that of the pooled patients.
 *
 * @param moments one for each point
 */
public record LifeTable(TimeGrid grid, List<Moment> moments) {
    public LifeTable {
        moments = List.copyOf(moments);
        if (moments.size() != grid.length()) {
            throw new IllegalArgumentException("a life table has counts for each point");
        }
    }

    /**
     * One point of time.
     *
     * @param atRisk who had neither the event nor been censored before it
     * @param events who had the event at it
     */
    public record Moment(long atRisk, long events) {
        Moment plus(Moment other) {
            return new Moment(atRisk + other.atRisk, events + other.events);
        }
    }

    /** Counts a site's patients; who is followed beyond the last point is at risk at it and leaves no other trace. */
    public static LifeTable of(TimeGrid grid, FollowUp followUp) {
        var leaving = new long[grid.length() + 1];
        var events = new long[grid.length() + 1];
        for (var i = 0; i < followUp.patients(); i++) {
            var index = grid.index(followUp.times().at(i));
            leaving[index]++;
            events[index] += followUp.event(i) ? 1 : 0;
        }
        var moments = new ArrayList<Moment>();
        var atRisk = (long) followUp.patients();
        for (var j = 0; j < grid.length(); j++) {
            moments.add(new Moment(atRisk, events[j]));
            atRisk -= leaving[j];
        }
        return new LifeTable(grid, moments);
    }

    public LifeTable plus(LifeTable other) {
        if (!other.grid.equals(grid)) {
            throw new IllegalArgumentException("life tables on different grids have no sum");
        }
        var sum = new ArrayList<Moment>();
        for (var j = 0; j < moments.size(); j++) {
            sum.add(moments.get(j).plus(other.moments.get(j)));
        }
        return new LifeTable(grid, sum);
    }

    public long patients() {
        return moments.getFirst().atRisk();
    }

    public long events() {
        return moments.stream().mapToLong(Moment::events).sum();
    }
}

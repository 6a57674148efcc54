package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.LifeTable;
import org.healthsphere.federation.research.analysis.LogRank;
import org.healthsphere.federation.research.analysis.SurvivalCurve;
import org.healthsphere.federation.research.analysis.TimeGrid;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.specs.Outcome;

/**
 * Survival curves and their comparison. A patient is in one cell: that of the group, the point of time, and how the time ended. Who is at
 * risk follows from the cells by adding up, so that one noise in each cell is enough.
 *
 * <p>In an exact study points are joined until each has enough events in every group; the last ones are joined to the one before.
 */
final class SurvivalComputation implements Computation {
    private static final String ALL = "all";

    private final StudyPlan plan;
    private final Analysis.KaplanMeier survival;
    private final List<String> groups;

    private SurvivalComputation(StudyPlan plan, Analysis.KaplanMeier survival, List<String> groups) {
        this.plan = plan;
        this.survival = survival;
        this.groups = groups;
    }

    static SurvivalComputation of(StudyPlan plan, Analysis.KaplanMeier survival) {
        var groups = survival.by()
                .map(plan::variable)
                .map(variable -> ((Variable.Levelled) variable).levels())
                .orElse(List.of(ALL));
        return new SurvivalComputation(plan, survival, groups);
    }

    /** Those of one group who leave at each point and after the last one, with the event and without. */
    private static final class Exits {
        private final long[] events;
        private final long[] censored;

        Exits(long[] events, long[] censored) {
            this.events = events;
            this.censored = censored;
        }

        long patients() {
            return Arrays.stream(events).sum() + Arrays.stream(censored).sum();
        }

        Exits joined(List<Integer> ends) {
            var points = ends.size();
            var joined = new Exits(new long[points + 1], new long[points + 1]);
            for (var i = 0; i < events.length; i++) {
                var at = i;
                var point = (int) ends.stream().filter(end -> end < at).count();
                joined.events[point] += events[i];
                joined.censored[point] += censored[i];
            }
            return joined;
        }

        LifeTable table(TimeGrid grid) {
            var atRisk = patients();
            List<LifeTable.Moment> moments = new ArrayList<>();
            for (var i = 0; i < events.length - 1; i++) {
                moments.add(new LifeTable.Moment(atRisk, events[i]));
                atRisk -= events[i] + censored[i];
            }
            return new LifeTable(grid, moments);
        }
    }

    private int perGroup() {
        return 2 * (survival.points() + 1);
    }

    private int missing() {
        return groups.size() * perGroup();
    }

    @Override
    public Step after(Sums sums) {
        return sums.opened().isEmpty() ? new Step.Ask(missing() + 1) : result(sums);
    }

    @Override
    public List<List<Part>> parts() {
        return List.of(List.of(Part.whole(missing() + 1, 1)));
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var cells = new long[missing() + 1];
        var times = columns.numbers(survival.of());
        var events = columns.events(survival.of());
        var group = survival.by().map(columns::numbers).orElseGet(() -> new double[times.length]);
        for (var i = 0; i < times.length; i++) {
            if (Double.isNaN(times[i]) || Double.isNaN(group[i])) {
                cells[missing()]++;
            } else {
                var point = Math.min(survival.points(), (int) Math.max(0, Math.ceil(times[i] / survival.width()) - 1));
                var ended = events[i] == 1 ? 0 : survival.points() + 1;
                cells[((int) group[i]) * perGroup() + ended + point]++;
            }
        }
        return Outcome.of(cells);
    }

    private Step result(Sums sums) {
        var sum = sums.opened().getFirst();
        var noise = parts().getFirst().getFirst().deviation(plan, sums.members(), sums.sites());
        var exits =
                IntStream.range(0, groups.size()).mapToObj(g -> exits(sum, g)).toList();
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> exact(exits, sum[missing()], threshold);
            case Protection.Noise _ ->
                exits.stream()
                                .anyMatch(e -> e.patients()
                                        < Math.max(1, plan.safety().terms().threshold()))
                        ? new Step.Refused(Refusals.FEW)
                        : told(
                                exits,
                                IntStream.range(0, survival.points()).boxed().toList(),
                                noise);
        };
    }

    /** Noise may have left a cell below zero; nobody leaves who was not there. */
    private Exits exits(long[] sum, int group) {
        var points = survival.points() + 1;
        var from = group * perGroup();
        var events = Arrays.copyOfRange(sum, from, from + points);
        var censored = Arrays.copyOfRange(sum, from + points, from + 2 * points);
        return new Exits(positive(events), positive(censored));
    }

    private static long[] positive(long[] cells) {
        return Arrays.stream(cells).map(cell -> Math.max(0, cell)).toArray();
    }

    private Step exact(List<Exits> exits, long missing, int threshold) {
        var ends = ends(exits, threshold);
        var few = exits.stream().anyMatch(e -> e.patients() < threshold) || Refusals.isFew(missing, threshold);
        return few || ends.isEmpty()
                ? new Step.Refused(Refusals.FEW)
                : told(exits.stream().map(e -> e.joined(ends)).toList(), ends, 0);
    }

    /** The points that are kept, by their numbers. */
    private List<Integer> ends(List<Exits> exits, int threshold) {
        List<Integer> ends = new ArrayList<>();
        var events = new long[exits.size()];
        for (var point = 0; point < survival.points(); point++) {
            for (var g = 0; g < events.length; g++) {
                events[g] += exits.get(g).events[point];
            }
            if (threshold <= 1 || Arrays.stream(events).allMatch(count -> count >= threshold)) {
                ends.add(point);
                Arrays.fill(events, 0);
            }
        }
        return ends;
    }

    /** With noise errors are those of the data and of the noise; a comparison of noised counts would promise more than it keeps. */
    private Step told(List<Exits> exits, List<Integer> ends, double noise) {
        var grid = new TimeGrid(Vector.of(
                ends.stream().mapToDouble(end -> (end + 1.0) * survival.width()).toArray()));
        Map<String, LifeTable> tables = new TreeMap<>();
        var json = Figures.result("survival").put("of", survival.of());
        var curves = json.putArray("curves");
        for (var g = 0; g < exits.size(); g++) {
            var table = exits.get(g).table(grid);
            tables.put(groups.get(g), table);
            if (!(SurvivalCurve.of(table, noise) instanceof Outcome.Success<SurvivalCurve>(var curve))) {
                return new Step.Refused(Refusals.FEW);
            }
            curve(curves.addObject().put("group", groups.get(g)), curve);
        }
        if (noise == 0 && tables.size() > 1 && LogRank.of(tables) instanceof Outcome.Success<LogRank>(var test)) {
            test(json, test);
        }
        return new Step.Done(json);
    }

    private static void curve(ObjectNode json, SurvivalCurve curve) {
        var steps = json.putArray("steps");
        curve.steps().forEach(step -> step(steps.addObject(), step));
        var median = curve.median();
        Figures.put(json, "median", median.time());
        Figures.put(json, "medianLower", median.lower());
        Figures.put(json, "medianUpper", median.upper());
    }

    private static void step(ObjectNode json, SurvivalCurve.Step step) {
        Figures.put(json, "time", step.time());
        json.put("atRisk", step.atRisk()).put("events", step.events());
        Figures.put(json, "survival", step.survival());
        Figures.put(json, "error", step.standardError());
        var interval = step.interval();
        Figures.put(json, "lower", interval.map(SurvivalCurve.Interval::lower).orElse(Double.NaN));
        Figures.put(json, "upper", interval.map(SurvivalCurve.Interval::upper).orElse(Double.NaN));
    }

    private static void test(ObjectNode json, LogRank logRank) {
        var part =
                json.putObject("logRank").put("degreesOfFreedom", logRank.test().degreesOfFreedom());
        Figures.put(part, "chiSquared", logRank.test().statistic());
        Figures.put(part, "p", logRank.test().p());
        var groups = part.putArray("groups");
        for (var group : logRank.groups()) {
            var one = groups.addObject().put("group", group.name()).put("observed", group.observed());
            Figures.put(one, "expected", group.expected());
        }
    }
}

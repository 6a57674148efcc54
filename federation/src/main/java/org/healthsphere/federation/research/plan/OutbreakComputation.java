package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.federation.research.outbreak.Signal;
import org.healthsphere.specs.Outcome;

/**
 * How many fell ill in each week, and in which weeks that is unusual. A patient is in a known number of weeks at most, so that one noise in
 * each week is enough for all of them, and whatever is concluded from the noised weeks costs nothing more. Where hospitals find out first who of
 * them counts a patient, the noise need not be that of one whom all of them count.
 *
 * <p>In an exact study weeks of too few patients are not told, and no bound or alarm that rests on such a week is told either.
 */
final class OutbreakComputation implements Computation {
    private final StudyPlan plan;
    private final Analysis.Outbreak outbreak;
    private final Variable.Weeks weeks;
    private final Optional<HomeRule> home;

    private OutbreakComputation(StudyPlan plan, Analysis.Outbreak outbreak, Variable.Weeks weeks) {
        this.plan = plan;
        this.outbreak = outbreak;
        this.weeks = weeks;
        this.home = outbreak.once().map(HomeRule::new);
    }

    static OutbreakComputation of(StudyPlan plan, Analysis.Outbreak outbreak) {
        if (plan.variable(outbreak.of()) instanceof Variable.Weeks weeks) {
            return new OutbreakComputation(plan, outbreak, weeks);
        }
        throw new IllegalStateException("a plan looks for outbreaks in weeks only");
    }

    @Override
    public Step after(Sums sums) {
        var tables = tables();
        if (home.filter(rule -> !rule.hasSeats(sums.members())).isPresent()) {
            return new Step.Refused("more hospitals than the study names");
        }
        if (sums.opened().size() < tables) {
            return new Step.Ask(home.orElseThrow().places());
        }
        return sums.opened().size() == tables
                ? new Step.Ask(weeks.number())
                : new Step.Done(result(sums.opened().getLast()));
    }

    private int tables() {
        return home.map(HomeRule::tables).orElse(0);
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns, Seat seat) {
        if (home.isEmpty()) {
            return answer(sums, columns);
        }
        var rule = home.get();
        var events = columns.weeks(weeks.name());
        if (sums.opened().size() < rule.tables()) {
            return Outcome.of(rule.marks(sums, columns, events, seat));
        }
        var counted = rule.counted(sums, columns, events, seat).stream().map(patient -> events[patient]);
        return Outcome.of(counts(counted.toList()));
    }

    @Override
    public Optional<Union> union(int number) {
        return home.filter(rule -> number < rule.tables()).map(rule -> new Union(rule.phantoms()));
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        return Outcome.of(counts(List.of(columns.weeks(weeks.name()))));
    }

    private long[] counts(List<int[]> patients) {
        var counts = new long[weeks.number()];
        for (var patient : patients) {
            for (var week : patient) {
                counts[week]++;
            }
        }
        return counts;
    }

    @Override
    public List<List<Part>> parts() {
        return home.map(rule -> rule.parts(weeks.number(), weeks.most()))
                .orElseGet(() -> List.of(List.of(Part.whole(weeks.number(), weeks.most()))));
    }

    private ObjectNode result(long[] sum) {
        var counts = Arrays.stream(sum).map(count -> Math.max(0, count)).toArray();
        var told = told(counts);
        var first = weeks.number() - outbreak.back();
        var signals = outbreak.method().signals(vector(counts), first);
        var json = Figures.result("outbreak")
                .put("of", weeks.name())
                .put("first", weeks.first().toString())
                .put("judgedFrom", weeks.first().plusWeeks(first).toString());
        var array = json.putArray("weeks");
        for (var week = 0; week < counts.length; week++) {
            var one =
                    array.addObject().put("week", weeks.first().plusWeeks(week).toString());
            put(one, told.get(week));
            if (week >= first) {
                put(one, isTold(told, week) ? List.of(signals.get(week - first)) : List.of());
            }
        }
        return json;
    }

    private static void put(ObjectNode json, OptionalLong count) {
        if (count.isPresent()) {
            json.put("patients", count.getAsLong());
        } else {
            json.putNull("patients");
        }
    }

    /** The judgement of a week; what may not be told is null. */
    private static void put(ObjectNode json, List<Signal> signal) {
        Figures.put(
                json,
                "bound",
                signal.isEmpty() ? OptionalDouble.empty() : signal.getFirst().bound());
        if (signal.isEmpty()) {
            json.putNull("alarm");
        } else {
            json.put("alarm", signal.getFirst().alarm());
        }
    }

    /** With noise a judgement says nothing that the noised weeks do not say. */
    private boolean isTold(List<OptionalLong> told, int week) {
        return plan.hasNoise()
                || told.subList(Math.max(0, outbreak.method().reach(week)), week + 1).stream()
                        .allMatch(OptionalLong::isPresent);
    }

    private List<OptionalLong> told(long[] counts) {
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> Suppression.of(counts, new int[] {counts.length}, threshold);
            case Protection.Noise _ -> {
                List<OptionalLong> told = new ArrayList<>();
                var least = plan.safety().terms().threshold();
                Arrays.stream(counts)
                        .forEach(count -> told.add(count >= least ? OptionalLong.of(count) : OptionalLong.empty()));
                yield told;
            }
        };
    }

    private static Vector vector(long[] counts) {
        return Vector.of(Arrays.stream(counts).mapToDouble(count -> count).toArray());
    }
}

package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.CoxFit;
import org.healthsphere.federation.research.analysis.GridHazards;
import org.healthsphere.federation.research.analysis.GridHazards.Exit;
import org.healthsphere.federation.research.analysis.Round;
import org.healthsphere.federation.research.analysis.SiteStatistics;
import org.healthsphere.federation.research.analysis.Sites;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A hazards model in which patients of all hospitals are compared, at the points of a grid that are joined until enough events are at each.
 * As with {@link ModelComputation}, every hospital derives from the sums itself at which coefficients it is asked next.
 */
final class GridComputation implements Computation {
    private final StudyPlan plan;
    private final Analysis.Cox cox;
    private final Analysis.Grid grid;
    private final ModelFrame frame;
    private final ModelChecks checks;

    private GridComputation(StudyPlan plan, Analysis.Cox cox, Analysis.Grid grid) {
        this.plan = plan;
        this.cox = cox;
        this.grid = grid;
        this.frame = new ModelFrame(plan, cox);
        this.checks = new ModelChecks(plan, cox, frame.names().size());
    }

    static GridComputation of(StudyPlan plan, Analysis.Cox cox, Analysis.Grid grid) {
        return new GridComputation(plan, cox, grid);
    }

    private int threshold() {
        return plan.safety().protection() instanceof Protection.Exact(var least) ? least : 0;
    }

    @Override
    public List<List<Part>> parts() {
        return List.of();
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(checks.length() + grid.points());
        }
        var first = sums.opened().getFirst();
        var joined = Joined.of(deaths(first), threshold());
        if (!checks.suffice(first) || joined.deaths().length == 0) {
            return new Step.Refused(Refusals.FEW);
        }
        var replay = new Replay(sums, joined);
        var fitted = CoxFit.of(frame.names(), replay);
        if (replay.asked.isPresent()) {
            return new Step.Ask(LimbWords.length(replay.hazards.length()));
        }
        return switch (fitted) {
            case Outcome.Success<CoxFit>(var fit) -> new Step.Done(result(fit, joined));
            case Outcome.Failure<CoxFit>(var fault) -> ModelComputation.refused(fault);
        };
    }

    private long[] deaths(long[] first) {
        return Arrays.copyOfRange(first, checks.length(), first.length);
    }

    private ObjectNode result(CoxFit fit, Joined joined) {
        var json = ModelComputation.result(fit);
        var points = json.putArray("grid");
        joined.ends().forEach(end -> points.add((end + 1) * grid.width()));
        return json;
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var rows = frame.rows(columns);
        if (sums.opened().isEmpty()) {
            return Outcome.of(first(rows));
        }
        var joined = Joined.of(deaths(sums.opened().getFirst()), threshold());
        var replay = new Replay(sums, joined);
        var fitted = CoxFit.of(frame.names(), replay);
        return fitted instanceof Outcome.Success<CoxFit> || replay.asked.isEmpty()
                ? Outcome.failed(new Fault.Conflict("nothing more is asked"))
                : rows.centered()
                        .map(design -> LimbWords.encode(
                                replay.hazards.sums(design, joined.all(exits(rows)), replay.asked.orElseThrow())));
    }

    private long[] first(ModelFrame.Rows rows) {
        var words = Arrays.copyOf(checks.of(rows), checks.length() + grid.points());
        exits(rows).stream().filter(Exit::event).forEach(exit -> words[checks.length() + exit.point()]++);
        return words;
    }

    /** At which point of the whole grid each patient leaves; who is followed beyond it leaves after the last one. */
    private List<Exit> exits(ModelFrame.Rows rows) {
        var times = rows.numbers(cox.of());
        var events = rows.ends(cox.of());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> {
                    var point = (int) Math.max(0, Math.ceil(times.at(i) / grid.width()) - 1);
                    return new Exit(Math.min(grid.points(), point), events.at(i) == 1 && point < grid.points());
                })
                .toList();
    }

    /**
     * The points that are kept.
     *
     * @param ends their places on the whole grid, the last of which is its end
     * @param deaths at each of them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Joined(List<Integer> ends, long[] deaths) {
        static Joined of(long[] deaths, int threshold) {
            List<Integer> ends = new ArrayList<>();
            List<Long> joined = new ArrayList<>();
            var open = 0L;
            for (var point = 0; point < deaths.length; point++) {
                open += deaths[point];
                if (threshold <= 1 || open >= threshold) {
                    ends.add(point);
                    joined.add(open);
                    open = 0;
                }
            }
            if (!ends.isEmpty()) {
                ends.set(ends.size() - 1, deaths.length - 1);
                joined.set(joined.size() - 1, joined.getLast() + open);
            }
            return new Joined(
                    List.copyOf(ends),
                    joined.stream().mapToLong(Long::longValue).toArray());
        }

        List<Exit> all(List<Exit> exits) {
            return exits.stream()
                    .map(exit -> new Exit(
                            (int) ends.stream()
                                    .filter(end -> end < exit.point())
                                    .count(),
                            exit.event()))
                    .toList();
        }
    }

    /** The sums so far as if they came in now; the first coefficients for which there is none yet are what is asked. */
    private final class Replay implements Sites {
        private final Sums sums;
        private final Joined joined;
        private final GridHazards hazards;
        private int next = 1;
        private Optional<Vector> asked = Optional.empty();

        Replay(Sums sums, Joined joined) {
            this.sums = sums;
            this.joined = joined;
            this.hazards = new GridHazards(cox.ties(), frame.names().size(), joined.deaths().length);
        }

        @Override
        public Outcome<SiteStatistics> sum(Round round) {
            if (next < sums.opened().size()) {
                var rows = checks.rows(sums.opened().getFirst());
                return Outcome.of(
                        hazards.statistics(LimbWords.decode(sums.opened().get(next++)), rows, joined.deaths()));
            }
            asked = Optional.of(
                    switch (round) {
                        case Round.Start() -> Vector.zeros(frame.names().size());
                        case Round.At(var coefficients) -> coefficients;
                    });
            return Outcome.failed(new Fault.Unavailable("the next sum"));
        }
    }
}

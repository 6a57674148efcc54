package org.healthsphere.node.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.federation.exchange.FederatedRecord;

/** What was asked so far, and what came of it. */
final class Tally {
    private static final int SHOWN = 10;

    private final Map<String, Integer> answers = new TreeMap<>();
    private final List<Duration> times = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Duration cost = Duration.ZERO;
    private int complete;
    private int wrongs;

    void take(FederatedRecord record, Duration slowest, Duration spent, List<String> lies) {
        record.answers().values().forEach(answer -> answers.merge(Expected.name(answer), 1, Integer::sum));
        times.add(slowest);
        cost = cost.plus(spent);
        complete += record.isComplete() ? 1 : 0;
        wrongs += lies.size();
        lies.stream().limit(Math.max(0, SHOWN - wrong.size())).forEach(wrong::add);
    }

    SimulationReport report(Scenario scenario) {
        var all = answers.values().stream().mapToInt(Integer::intValue).sum();
        return new SimulationReport(
                scenario,
                new SimulationReport.Times(quantile(0.5), quantile(0.95), quantile(1)),
                answers,
                complete,
                new SimulationReport.Checked(all, wrongs, wrong),
                cost.dividedBy(Math.max(1, all)));
    }

    private Duration quantile(double part) {
        var sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}

package org.healthsphere.node.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulation came to.
 *
 * @param answers of members, by kind
 * @param complete how many queries had a last word of every member
 * @param cost of one answer, asker and member together, on one core of this machine
 */
public record SimulationReport(
        Scenario scenario, Times times, Map<String, Integer> answers, int complete, Checked checked, Duration cost) {

    /** How long queries took, in the simulation's time. */
    public record Times(Duration p50, Duration p95, Duration longest) {}

    /**
     * All answers, held against the truth.
     *
     * @param examples of those that were not true
     */
    public record Checked(int answers, int wrong, List<String> examples) {
        public Checked {
            examples = List.copyOf(examples);
        }
    }

    public SimulationReport {
        answers = Collections.unmodifiableMap(new TreeMap<>(answers));
    }

    /** Whether every record said of every member what was true. */
    public boolean isTrue() {
        return checked.wrong() == 0;
    }

    /** For people. */
    public String text() {
        List<String> lines = new ArrayList<>();
        var shares = scenario.shares();
        lines.add("%d members, %d patients, %d queries, deadline %d ms, seed %d"
                .formatted(
                        scenario.members(),
                        scenario.patients(),
                        scenario.queries(),
                        scenario.deadline().toMillis(),
                        scenario.seed()));
        lines.add(String.format(
                Locale.ROOT,
                "faults: %.1f %% dead, %.1f %% partitioned, %.1f %% slow, %.1f %% lossy, %.1f %% byzantine, %.1f %% with a wrong clock",
                100 * shares.dead(),
                100 * shares.partitioned(),
                100 * shares.slow(),
                100 * shares.lossy(),
                100 * shares.byzantine(),
                100 * shares.skewed()));
        lines.add("a query took (simulated): p50 %d ms, p95 %d ms, at most %d ms"
                .formatted(
                        times.p50().toMillis(),
                        times.p95().toMillis(),
                        times.longest().toMillis()));
        lines.add("answers: " + answers + "; complete queries: " + complete);
        lines.add(String.format(
                Locale.ROOT, "cost of one answer (measured, one core, both sides): %.2f ms", cost.toNanos() / 1e6));
        lines.add("completeness: %d of %d answers as is true"
                .formatted(checked.answers() - checked.wrong(), checked.answers()));
        checked.examples().forEach(example -> lines.add("  WRONG " + example));
        return String.join("\n", lines);
    }

    /** For programs. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("members", scenario.members())
                .put("queries", scenario.queries())
                .put("deadlineMs", scenario.deadline().toMillis())
                .put("seed", scenario.seed())
                .put("p50Ms", times.p50().toMillis())
                .put("p95Ms", times.p95().toMillis())
                .put("longestMs", times.longest().toMillis())
                .put("completeQueries", complete)
                .put("answersChecked", checked.answers())
                .put("answersWrong", checked.wrong())
                .put("costPerAnswerMicros", cost.toNanos() / 1_000);
        var kinds = json.putObject("answers");
        answers.forEach(kinds::put);
        var wrong = json.putArray("wrong");
        checked.examples().forEach(wrong::add);
        return json;
    }
}

package org.healthsphere.node.processes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.healthsphere.node.cluster.Report;
import org.healthsphere.node.metrics.Metrics;

/** How the processes of a node stand, for who watches them. */
public final class ProcessesState {
    private ProcessesState() {}

    /** The same state with what this process knows of itself and of the others. */
    public static ObjectNode in(ObjectNode state, Report report) {
        var cluster = state.putObject("cluster")
                .put("process", report.self())
                .put("leads", report.leads())
                .put("term", report.term())
                .put("settled", report.settled())
                .put("behind", Math.max(0, report.settled() - report.applied()));
        report.head().ifPresent(head -> cluster.put("head", head));
        var others = cluster.putArray("others");
        report.others().forEach(other -> {
            var one = others.addObject().put("process", other.member());
            // Who does not lead hears nobody but the head.
            if (report.leads()) {
                one.put("present", other.present()).put("lost", other.lost());
                other.behind().ifPresent(behind -> one.put("behind", behind));
            }
        });
        return state;
    }

    public static void measure(Metrics metrics, Processes processes) {
        metrics.gauge(
                "cluster.process.leads",
                "1 when this process leads, else 0.",
                () -> processes.report().leads() ? 1 : 0);
        metrics.gauge(
                "cluster.head.process",
                "Number of the process that leads; 0 while none is heard.",
                () -> processes.report().head().orElse(0));
        metrics.gauge(
                "cluster.term.number",
                "How often another process began to lead.",
                () -> processes.report().term());
        metrics.gauge(
                "cluster.commits.settled",
                "Number of the newest commit that a majority has.",
                () -> processes.report().settled());
        for (int other : processes.cluster().others()) {
            metrics.gauge(
                    "cluster.process-" + other + ".present",
                    "1 when that process was heard of late, else 0; known to who leads.",
                    () -> of(processes, other).map(Report.Other::present).orElse(false) ? 1 : 0);
            metrics.gauge(
                    "cluster.process-" + other + ".behind",
                    "Commits that it has yet to get; known to who leads, else -1.",
                    () -> of(processes, other).map(o -> o.behind().orElse(-1)).orElse(-1L));
        }
    }

    private static Optional<Report.Other> of(Processes processes, int member) {
        return processes.report().others().stream()
                .filter(other -> other.member() == member)
                .findFirst();
    }
}

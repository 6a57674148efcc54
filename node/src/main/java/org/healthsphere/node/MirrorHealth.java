package org.healthsphere.node;

import io.vertx.ext.web.Router;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.metrics.Metrics;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.processes.ProcessesState;

/** {@code /health} and {@code /metrics} of a process that is a copy. */
final class MirrorHealth implements Routes {
    private final Processes processes;
    private final ConsentView view;
    private final Metrics metrics = new Metrics();

    MirrorHealth(Kept kept, Processes processes, OnLedger.Followed followed) {
        this.processes = processes;
        this.view = followed.view();
        Health.ofView(metrics, view);
        Health.ofCertificates(metrics, followed.rotation());
        Health.ofKept(metrics, kept);
        ProcessesState.measure(metrics, processes);
    }

    @Override
    public void mount(Router router) {
        router.get("/health").handler(context -> {
            var report = processes.report();
            var good = report.serving() && !processes.isBroken() && view.isReady();
            Health.answer(context, good, ProcessesState.in(Health.state(good, Health.unheard(view)), report));
        });
        router.get("/metrics").handler(context -> Health.answer(context, metrics));
    }
}

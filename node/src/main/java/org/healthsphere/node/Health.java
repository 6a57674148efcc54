package org.healthsphere.node;

import io.vertx.ext.web.Router;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.metrics.Metrics;

/** {@code /health} and {@code /metrics}: anybody may call them, and they say nothing about anybody. */
final class Health implements Routes {
    private final Rooms rooms;
    private final Metrics metrics = new Metrics();

    Health(Rooms rooms) {
        this.rooms = rooms;
        var view = rooms.ledger().view();
        metrics.gauge("ledger.view.height", "Block up to which consent is known.", view::height);
        metrics.gauge(
                "ledger.view.age-seconds",
                "Age of the newest word on the ledger's head; -1 before there is one.",
                () -> view.age().map(age -> age.toMillis() / 1000.0).orElse(-1.0));
        metrics.gauge(
                "store.changes.committed",
                "Number of the newest commit.",
                rooms.kept().store()::lastChange);
        metrics.gauge(
                "index.changes.applied",
                "Number of the newest commit that searches find.",
                rooms.kept().index()::appliedChange);
        metrics.gauge(
                "audit.entries.written",
                "Entries in the audit log.",
                () -> rooms.kept().audit().head().sequence());
    }

    @Override
    public void mount(Router router) {
        router.get("/health").handler(context -> {
            var good = rooms.kept().store().available() && rooms.ledger().view().isReady();
            context.response()
                    .setStatusCode(good ? 200 : 503)
                    .putHeader("Content-Type", "application/json")
                    .end(good ? "{\"status\":\"up\"}" : "{\"status\":\"starting\"}");
        });
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4")
                        .end(metrics.text()));
    }
}

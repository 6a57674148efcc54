package org.healthsphere.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.metrics.Metrics;
import org.healthsphere.node.network.Rotation;
import org.healthsphere.node.processes.ProcessesState;
import org.healthsphere.node.transparency.Logs;

/** {@code /health} and {@code /metrics}: anybody may call them, and they say nothing about anybody. */
final class Health implements Routes {
    private final Rooms rooms;
    private final Metrics metrics;

    /** @param metrics those of what has begun already */
    Health(Metrics metrics, Rooms rooms, Subscriptions subscriptions) {
        this.metrics = metrics;
        this.rooms = rooms;
        ofView(metrics, rooms.ledger().view());
        certificates();
        logs(rooms.ledger().logs());
        ofKept(metrics, rooms.kept());
        rooms.kept().processes().ifPresent(all -> ProcessesState.measure(metrics, all));
        subscribed(subscriptions);
    }

    static void ofView(Metrics metrics, ConsentView view) {
        metrics.gauge("ledger.view.height", "Block up to which consent is known.", view::height);
        metrics.gauge(
                "ledger.revocation.count",
                "Revocations that were enforced here since the start.",
                () -> view.enforcement().count());
        metrics.gauge(
                "ledger.revocation.p50-seconds",
                "From the making of a revocation to its being enforced here, half of the newest thousand.",
                () -> seconds(view.enforcement().p50()));
        metrics.gauge(
                "ledger.revocation.p99-seconds",
                "From the making of a revocation to its being enforced here, 99 of 100 of the newest thousand.",
                () -> seconds(view.enforcement().p99()));
        metrics.gauge(
                "ledger.view.age-seconds",
                "Age of the newest word on the ledger's head; -1 before there is one.",
                () -> view.age().map(age -> age.toMillis() / 1000.0).orElse(-1.0));
    }

    static void ofKept(Metrics metrics, Kept kept) {
        metrics.gauge("store.changes.committed", "Number of the newest commit.", kept.store()::lastChange);
        metrics.gauge(
                "index.changes.applied",
                "Number of the newest commit that searches find.",
                kept.index()::appliedChange);
        metrics.gauge(
                "audit.entries.written",
                "Entries in the audit log.",
                () -> kept.audit().head().sequence());
    }

    private void certificates() {
        var standing = rooms.ledger().standing();
        metrics.gauge(
                "members.revocations.seconds-left",
                "Time until the known list of revoked certificates runs out and no member is let in.",
                () -> standing.left().toSeconds());
        ofCertificates(metrics, rooms.ledger().rotation());
    }

    static void ofCertificates(Metrics metrics, Rotation rotation) {
        metrics.gauge(
                "node.certificates.seconds-left",
                "Time until the first of this node's certificates runs out; they are renewed when a third of it is left.",
                () -> rotation.left().toSeconds());
    }

    private void subscribed(Subscriptions subscriptions) {
        metrics.gauge(
                "subscriptions.active.count", "Subscriptions whose subscribers are told now.", subscriptions::active);
        metrics.gauge(
                "subscriptions.error.count",
                "Subscriptions that are told of nothing, since that failed.",
                subscriptions::inError);
        metrics.gauge(
                "subscriptions.connected.count",
                "Subscriptions whose subscribers wait at a websocket.",
                subscriptions::connected);
        metrics.gauge(
                "subscriptions.events.waiting",
                "Events that are known of and have not been taken.",
                subscriptions::waiting);
        var tally = subscriptions.tally();
        metrics.gauge("subscriptions.events.taken", "Events that were taken since the start.", tally::events);
        metrics.gauge(
                "subscriptions.notifications.taken",
                "Notifications that were taken since the start, handshakes and heartbeats too.",
                tally::taken);
        metrics.gauge(
                "subscriptions.notifications.failed",
                "Attempts since the start to bring a notification that failed.",
                tally::failures);
    }

    private void logs(Logs logs) {
        log("ledger.log", "the log of committed events", logs::eventsState);
        log("receipts.log", "this node's log of receipts", logs::receiptsState);
        metrics.gauge(
                "log.alarms.standing",
                "Contradictions between logs that nobody has settled; one about the ledger denies everything.",
                () -> logs.alarms().standing().size());
        metrics.gauge(
                "log.alarms.raised",
                "Contradictions between logs since the start.",
                () -> logs.alarms().raised());
    }

    private void log(String name, String what, Supplier<Logs.State> state) {
        metrics.gauge(
                name + ".entries", "Entries in " + what + ".", () -> state.get().size());
        metrics.gauge(
                name + ".cosigned-entries",
                "Entries in the newest checkpoint of " + what + " that members signed together; 0 before there is one.",
                () -> state.get()
                        .cosigned()
                        .map(signed -> signed.checkpoint().size())
                        .orElse(0L));
        metrics.gauge(
                name + ".cosigned-age-seconds",
                "Age of that checkpoint; -1 before there is one.",
                () -> state.get().age().map(age -> age.toMillis() / 1000.0).orElse(-1.0));
        metrics.gauge(
                name + ".cosigned-signatures",
                "How many members signed it.",
                () -> state.get()
                        .cosigned()
                        .map(signed -> signed.signatures().size())
                        .orElse(0));
    }

    /** A node that lets no other member in still serves its own hospital: it is up, and says what is wrong. */
    static ObjectNode state(boolean good, Optional<String> complaint) {
        var state = JsonNodeFactory.instance.objectNode();
        state.put("status", good ? complaint.map(_ -> "degraded").orElse("up") : "starting");
        complaint.ifPresent(words -> state.put("problem", words));
        return state;
    }

    private Optional<String> complaint() {
        var known = rooms.ledger();
        return known.logs()
                .alarms()
                .complaint()
                .or(known.standing()::complaint)
                .or(() -> unheard(known.view()))
                .or(known.members()::complaint)
                .or(known.standing()::warning);
    }

    /** Why records are kept back, while nothing is heard of the ledger. */
    static Optional<String> unheard(ConsentView view) {
        return view.isFresh()
                ? Optional.empty()
                : Optional.of("nothing was heard of the ledger for too long: records are kept back until it is");
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void mount(Router router) {
        router.get("/health").handler(context -> {
            var processes = rooms.kept().processes();
            var serving = processes.map(all -> all.report().serving()).orElse(true);
            var good = serving
                    && rooms.kept().store().available()
                    && rooms.ledger().view().isReady();
            var state = state(good, complaint());
            answer(
                    context,
                    good,
                    processes.map(all -> ProcessesState.in(state, all.report())).orElse(state));
        });
        router.get("/metrics").handler(context -> answer(context, metrics));
    }

    static void answer(RoutingContext context, boolean good, ObjectNode state) {
        var _ = context.response()
                .setStatusCode(good ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end(state.toString());
    }

    static void answer(RoutingContext context, Metrics metrics) {
        var _ = context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4")
                .end(metrics.text());
    }
}

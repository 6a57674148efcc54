package org.healthsphere.node.fhir.subscription;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.healthsphere.node.fhir.subscription.Notifications.Kind;
import org.healthsphere.node.fhir.subscription.Notifications.State;
import org.healthsphere.node.fhir.subscription.Notifications.Told;
import org.healthsphere.node.fhir.subscription.Subscription.Status;
import org.healthsphere.node.fhir.subscription.Terms.Channel;
import org.healthsphere.node.fhir.subscription.Terms.Content;
import org.healthsphere.node.release.NotificationGate;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one subscriber what is there for him: the handshake, events in their order, or a heartbeat. An event goes out at least
 * once, always under its number; what he may see of it is decided when it goes.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_IN_A_ROW = 20;
    private static final long MOST_BYTES = 1L << 20;

    private final Parts parts;
    private final Progress progress;
    private final Notifications notifications;

    /**
     * What it works with.
     *
     * @param xml the same notification in FHIR's XML
     */
    record Parts(
            ResourceStore store,
            SubscriptionBook book,
            NotificationGate gate,
            Hooks hooks,
            UnaryOperator<Bytes> xml,
            Patience patience,
            Tally tally,
            InstantSource clock,
            Supplier<String> ids) {}

    Courier(Parts parts, Progress progress, Notifications notifications) {
        this.parts = parts;
        this.progress = progress;
        this.notifications = notifications;
    }

    /**
     * One notification on its way.
     *
     * @param version of the subscription for which it was made
     */
    private record Errand(Kind kind, Live.Agreed agreed, Optional<Line> line, Bytes body, long version, Span span) {}

    /**
     * The events of a notification.
     *
     * @param upTo the number of the last; 0 when it has none
     * @param toldBefore what he had been told of before it
     */
    private record Span(int events, long upTo, long toldBefore) {}

    /** Brings what there is, until there is nothing more, something fails or others should have their turn. */
    void run(Live live) {
        for (var i = 0; i < MOST_IN_A_ROW; i++) {
            var errand = live.locked(() -> prepare(live));
            if (errand.isEmpty() || !bring(live, errand.get())) {
                return;
            }
        }
    }

    private boolean bring(Live live, Errand errand) {
        var delivery = send(errand);
        return live.locked(() -> conclude(live, errand, delivery));
    }

    private Delivery send(Errand errand) {
        var terms = errand.agreed().terms();
        var body = terms.payload().isXml() ? parts.xml().apply(errand.body()) : errand.body();
        return switch (terms.channel()) {
            case Channel.RestHook(var endpoint) ->
                parts.hooks()
                        .post(
                                endpoint,
                                new Message(
                                        terms.payload().mime(), errand.agreed().headers(), body),
                                terms.pace().timeout());
            case Channel.WebSocket _ ->
                errand.line()
                        .map(line -> line.send(body, terms.pace().timeout()))
                        .orElseGet(() -> new Delivery.NotSent("nobody is at the line"));
        };
    }

    /** Whether there is something for him that can be brought now. Events are looked for whether it can or not. */
    boolean isNeeded(Live live) {
        if (live.agreed().isEmpty()) {
            return false;
        }
        var hasEvents = progress.catchUp(live) && live.cursor().waiting() > 0;
        if (!live.isDue(parts.clock().instant())) {
            return false;
        }
        var hasNews = hasEvents || isHeartbeatDue(live);
        return switch (live.agreed().get().terms().channel()) {
            case Channel.RestHook _ -> live.is(Status.REQUESTED) || (live.is(Status.ACTIVE) && hasNews);
            case Channel.WebSocket _ ->
                live.is(Status.ACTIVE) && live.line().isPresent() && (!live.isGreeted() || hasNews);
        };
    }

    private boolean isHeartbeatDue(Live live) {
        var period = live.agreed().flatMap(a -> a.terms().pace().heartbeat());
        return period.filter(p -> !parts.clock().instant().isBefore(live.heard().plus(p)))
                .isPresent();
    }

    private Optional<Errand> prepare(Live live) {
        if (!isNeeded(live)) {
            return Optional.empty();
        }
        if (live.is(Status.REQUESTED) || !live.isGreeted()) {
            return Optional.of(plain(live, Kind.HANDSHAKE, live.cursor().told()));
        }
        return events(live)
                .or(() -> isHeartbeatDue(live)
                        ? Optional.of(plain(live, Kind.HEARTBEAT, progress.tell(live)))
                        : Optional.empty());
    }

    private Errand plain(Live live, Kind kind, long count) {
        var body = notifications.bundle(state(live, kind, count), List.of());
        return errand(live, kind, body, new Span(0, 0, live.cursor().told()));
    }

    private static State state(Live live, Kind kind, long count) {
        var terms = live.agreed().orElseThrow().terms();
        return new State(
                live.subscription(),
                Optional.of(terms.topic()),
                kind,
                terms.payload().content(),
                count);
    }

    private static Errand errand(Live live, Kind kind, Bytes body, Span span) {
        return new Errand(
                kind,
                live.agreed().orElseThrow(),
                live.line(),
                body,
                live.subscription().written().version(),
                span);
    }

    /** The next events that he may see, of which the audit log knows already. */
    private Optional<Errand> events(Live live) {
        while (live.cursor().waiting() > 0 && progress.settle(live)) {
            var toldBefore = live.cursor().told();
            var batch = batch(live);
            if (batch.isEmpty()) {
                return Optional.empty();
            }
            var versions = batch.stream().flatMap(t -> t.version().stream()).toList();
            var access = live.subscription().owner().access(parts.ids().get());
            if (!(parts.gate().notifying(access, versions)
                    instanceof Outcome.Success<List<StoredResource>>(var seen))) {
                return Optional.empty();
            }
            var told = batch.stream()
                    .filter(t -> t.version().filter(seen::contains).isPresent())
                    .toList();
            var last = batch.getLast().event().number();
            if (!told.isEmpty()) {
                return Optional.of(told(live, told, last, toldBefore));
            }
            // He knows of them and may no longer see them: there is nothing to bring in their place.
            keep(live, live.cursor().deliveredTo(last));
        }
        return Optional.empty();
    }

    private Errand told(Live live, List<Told> told, long last, long toldBefore) {
        keep(live, live.cursor().tellingTo(live.cursor().count()));
        var body = notifications.bundle(state(live, Kind.EVENT, live.cursor().count()), told);
        return errand(live, Kind.EVENT, body, new Span(told.size(), last, toldBefore));
    }

    /** As many as he wants at once, as long as they are not too large together. */
    private List<Told> batch(Live live) {
        var terms = live.agreed().orElseThrow().terms();
        var cursor = live.cursor();
        var from = Math.max(cursor.delivered(), cursor.count() - SubscriptionBook.KEPT) + 1;
        var most = Math.min(cursor.count(), from + terms.pace().maxCount() - 1);
        var batch = new ArrayList<Told>();
        var bytes = 0L;
        for (var event : parts.book().events(live.subscription().id(), from, most)) {
            var version = parts.store().version(event.id(), event.version());
            bytes += terms.payload().content() == Content.FULL_RESOURCE
                    ? version.map(v -> v.json().length()).orElse(0)
                    : 0;
            if (!batch.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            batch.add(new Told(event, version));
        }
        return batch;
    }

    private void keep(Live live, Cursor cursor) {
        parts.book().put(live.subscription().id(), cursor);
        live.moveTo(cursor);
    }

    /**
     * Takes down what came of it, and only then counts it; whether to go on. What the subscriber has changed in the meantime is
     * not touched.
     */
    private boolean conclude(Live live, Errand errand, Delivery delivery) {
        if (live.isRemoved()) {
            return false;
        }
        var isCurrent = live.subscription().written().version() == errand.version();
        if (delivery instanceof Delivery.Taken) {
            taken(live, errand, isCurrent);
            parts.tally().took(errand.span().events());
            return isCurrent;
        }
        if (delivery instanceof Delivery.NotSent && errand.span().upTo() > 0) {
            var told = Math.max(errand.span().toldBefore(), live.asked());
            keep(live, live.cursor().tellingTo(Math.min(told, live.cursor().told())));
        }
        if (isCurrent) {
            failed(live, errand, delivery);
        }
        parts.tally().failed();
        return false;
    }

    private void taken(Live live, Errand errand, boolean isCurrent) {
        var now = parts.clock().instant();
        live.took(now);
        if (errand.span().upTo() > 0) {
            keep(live, live.cursor().deliveredTo(errand.span().upTo()));
        }
        if (errand.kind() == Kind.HANDSHAKE && isCurrent) {
            live.greeted();
            if (live.is(Status.REQUESTED)) {
                becomes(live, Status.ACTIVE, Optional.empty());
            }
        }
    }

    private void failed(Live live, Errand errand, Delivery delivery) {
        if (errand.line().isPresent()) {
            // He binds again when he can, and then is told what he has not got.
            errand.line().ifPresent(line -> {
                line.close();
                live.unbind(line);
            });
            return;
        }
        var failures = live.failedOnceMore();
        if (errand.kind() == Kind.HANDSHAKE || failures >= parts.patience().attempts()) {
            LOG.info(
                    "{} is in error: {}",
                    live.subscription(),
                    delivery.getClass().getSimpleName());
            becomes(live, Status.ERROR, Optional.of(delivery.words()));
        } else {
            live.notBefore(parts.clock().instant().plus(parts.patience().after(failures)));
        }
    }

    private void becomes(Live live, Status status, Optional<String> ground) {
        var next = live.subscription().in(status, ground, parts.clock().instant());
        parts.book().put(next);
        live.becomes(next);
    }

    /** It is over: nobody is told of anything any longer. */
    void end(Live live) {
        live.hangUp();
        becomes(live, Status.OFF, Optional.empty());
    }
}

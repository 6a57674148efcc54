package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Reply;
import org.healthsphere.node.fhir.subscription.Live.Agreed;
import org.healthsphere.node.fhir.subscription.Subscription.Status;
import org.healthsphere.node.fhir.subscription.Subscription.Written;
import org.healthsphere.node.fhir.subscription.Terms.Channel;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, changes and ends subscriptions.
 *
 * <p>None outlives the longest-lived token by which it could have been made: who still has one writes his subscription again, and
 * with that the scopes that count for it.
 */
final class Writing {
    private static final Logger LOG = LoggerFactory.getLogger(Writing.class);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final String END = "Subscription.end";

    private final Subscriptions.Parts parts;
    private final Desk desk;
    private final SubscriptionBook book;
    private final Progress progress;
    private final TermsReader reader;

    Writing(Subscriptions.Parts parts, Desk desk, SubscriptionBook book, Progress progress, Topics topics) {
        this.parts = parts;
        this.desk = desk;
        this.book = book;
        this.progress = progress;
        this.reader = new TermsReader(topics, parts.matches(), parts.ways().targets(), parts.searches());
    }

    /** What a client wrote, understood. */
    private record Wanted(Agreed agreed, boolean off, Instant end, ObjectNode resource) {}

    /** Takes up what is kept. What this release, or the hospital's rule, no longer honours is in error. */
    void open() {
        for (var kept : book.open()) {
            var now = parts.clock().instant();
            var terms =
                    reader.read(Subscription.tree(kept.resource()), kept.owner().reach());
            var agreed = switch (terms) {
                case Outcome.Success<Terms>(var read) ->
                    Optional.of(
                            new Agreed(read, HeaderReader.opened(parts.ways().secrets(), kept.id(), kept.sealed())));
                case Outcome.Failure<Terms> _ -> Optional.<Agreed>empty();
            };
            var subscription = agreed.isPresent() || kept.status() == Status.OFF ? kept : broken(kept, now);
            var _ = desk.put(kept.id(), new Live(subscription, agreed, book.cursor(kept.id()), now));
        }
    }

    private Subscription broken(Subscription kept, Instant now) {
        LOG.warn("{} asks for what is no longer offered here", kept);
        var broken = kept.in(Status.ERROR, Optional.of("asks for what this server no longer offers"), now);
        book.put(broken);
        return broken;
    }

    Outcome<Reply> create(Asking asking, Bytes json) {
        return understood(asking.access(), json, List.of())
                .then(wanted -> begin(asking, parts.ids().get(), wanted));
    }

    Outcome<Reply> update(Asking asking, String id, Bytes json, OptionalLong ifMatch) {
        var known = desk.of(asking.access().requester(), id);
        if (known.isEmpty() && ifMatch.orElse(0) != 0) {
            return Outcome.failed(new Fault.VersionMismatch(Subscription.TYPE + '/' + id + " does not exist"));
        }
        var before = known.flatMap(Live::agreed).map(Agreed::headers).orElse(List.of());
        return understood(asking.access(), json, before)
                .then(wanted -> wanted.resource().path("id").asText().equals(id)
                        ? Outcome.of(wanted)
                        : Outcome.failed(new Fault.Invalid(
                                List.of(new Problem("Subscription.id", "is the id of the URL, " + id)))))
                .then(wanted -> known.isEmpty()
                        ? begin(asking, id, wanted)
                        : known.get().locked(() -> change(known.get(), asking, wanted, ifMatch)));
    }

    Outcome<Reply> delete(Access access, String id, OptionalLong ifMatch) {
        return desk.of(access.requester(), id)
                .map(live -> live.locked(() -> matches(live, ifMatch).map(_ -> {
                    live.remove();
                    book.remove(id);
                    desk.remove(id);
                    return gone();
                })))
                .orElseGet(() -> Outcome.of(gone()));
    }

    private static Reply gone() {
        return new Reply(Reply.Effect.DELETED, Optional.empty());
    }

    private Outcome<Wanted> understood(Access access, Bytes json, List<Header> before) {
        return parts.intake().resource(Subscription.TYPE, json).then(sound -> {
            var tree = Subscription.tree(sound);
            var reading = new Reading();
            var terms = reader.read(reading, tree, access.reach());
            var headers = HeaderReader.read(reading, tree.path("channel"), before);
            var end = end(reading, tree);
            HeaderReader.hide(tree, headers);
            tree.remove("error");
            return reading.outcome(terms.map(t -> new Wanted(
                    new Agreed(t, headers), tree.path("status").asText().equals("off"), end, tree)));
        });
    }

    private Instant end(Reading reading, JsonNode tree) {
        var now = parts.clock().instant();
        var latest = now.plus(LONGEST);
        if (!tree.has("end")) {
            return latest;
        }
        try {
            var end = OffsetDateTime.parse(tree.path("end").asText()).toInstant();
            if (!end.isAfter(now) || end.isAfter(latest)) {
                reading.problem(END, "is a time to come, at most " + LONGEST.toDays() + " days from now");
            }
            return end;
        } catch (DateTimeException e) {
            reading.problem(END, "is a time with its zone");
            return latest;
        }
    }

    private Outcome<Reply> begin(Asking asking, String id, Wanted wanted) {
        if (desk.size() >= parts.limits().most()
                || desk.of(asking.access().requester()).size() >= parts.limits().each()) {
            return Outcome.failed(new Fault.TooMany("there are as many subscriptions as this server serves"));
        }
        var now = parts.clock().instant();
        var subscription = new Subscription(
                id,
                new Written(1, now),
                Subscriber.of(asking.access()),
                asking.base(),
                status(wanted, Optional.empty()),
                wanted.end(),
                Optional.empty(),
                Bytes.utf8(wanted.resource().toString()),
                sealed(id, wanted));
        var cursor = Cursor.begin(parts.store().lastChange());
        var live = new Live(subscription, Optional.of(wanted.agreed()), cursor, now);
        return live.locked(() -> {
            if (!desk.put(id, live)) {
                return Outcome.failed(new Fault.Conflict("this id is taken; leave it to the server with POST"));
            }
            book.put(id, cursor);
            book.put(subscription);
            return Outcome.of(new Reply(Reply.Effect.CREATED, Optional.of(subscription.served())));
        });
    }

    private Bytes sealed(String id, Wanted wanted) {
        return wanted.agreed().headers().isEmpty()
                ? Bytes.NONE
                : HeaderReader.sealed(
                        parts.ways().secrets(), id, wanted.agreed().headers());
    }

    private Outcome<Reply> change(Live live, Asking asking, Wanted wanted, OptionalLong ifMatch) {
        return matches(live, ifMatch).map(before -> {
            var now = parts.clock().instant();
            // What happened until now is judged by what he asked for until now.
            var _ = progress.catchUp(live);
            var next = new Subscription(
                    before.id(),
                    before.written().next(now),
                    Subscriber.of(asking.access()),
                    asking.base(),
                    status(wanted, Optional.of(live)),
                    wanted.end(),
                    Optional.empty(),
                    Bytes.utf8(wanted.resource().toString()),
                    sealed(before.id(), wanted));
            book.put(next);
            live.becomes(next, wanted.agreed(), now);
            if (next.status() == Status.OFF || !(wanted.agreed().terms().channel() instanceof Channel.WebSocket)) {
                live.hangUp();
            }
            return new Reply(Reply.Effect.UPDATED, Optional.of(next.served()));
        });
    }

    private static Outcome<Subscription> matches(Live live, OptionalLong ifMatch) {
        var current = live.subscription();
        if (live.isRemoved()) {
            return Outcome.failed(new Fault.Gone(Subscription.TYPE + '/' + current.id()));
        }
        return ifMatch.orElse(current.written().version()) == current.written().version()
                ? Outcome.of(current)
                : Outcome.failed(new Fault.VersionMismatch(Subscription.TYPE + '/' + current.id() + " is at version "
                        + current.written().version()));
    }

    /** A client says only whether he wants it; whether it works is for the server to say. An endpoint that works needs no second look. */
    private static Status status(Wanted wanted, Optional<Live> before) {
        if (wanted.off()) {
            return Status.OFF;
        }
        var channel = wanted.agreed().terms().channel();
        var works = before.filter(live -> live.is(Status.ACTIVE))
                .flatMap(Live::agreed)
                .filter(a -> a.terms().channel().equals(channel)
                        && a.headers().equals(wanted.agreed().headers())
                        && wanted.resource().path("status").asText().equals("active"))
                .isPresent();
        return works || channel instanceof Channel.WebSocket ? Status.ACTIVE : Status.REQUESTED;
    }
}

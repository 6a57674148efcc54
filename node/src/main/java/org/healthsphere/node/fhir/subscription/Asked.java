package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.subscription.Bindings.Token;
import org.healthsphere.node.fhir.subscription.Notifications.Kind;
import org.healthsphere.node.fhir.subscription.Notifications.State;
import org.healthsphere.node.fhir.subscription.Notifications.Told;
import org.healthsphere.node.fhir.subscription.Subscription.Status;
import org.healthsphere.node.fhir.subscription.Terms.Channel;
import org.healthsphere.node.fhir.subscription.Terms.Content;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What a subscriber asks of his own subscriptions. Those of others are to him as if they were not there. */
final class Asked {
    private static final Set<String> ABOUT_THE_ANSWER = Set.of("_format", "_pretty");

    private final Subscriptions.Parts parts;
    private final Desk desk;
    private final SubscriptionBook book;
    private final Progress progress;
    private final Notifications notifications;

    Asked(Subscriptions.Parts parts, Desk desk, SubscriptionBook book, Progress progress, Notifications notifications) {
        this.parts = parts;
        this.desk = desk;
        this.book = book;
        this.progress = progress;
        this.notifications = notifications;
    }

    Outcome<Live> one(Access access, String id) {
        return desk.of(access.requester(), id)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound(Subscription.TYPE + '/' + id)));
    }

    Outcome<Bytes> search(Asking asking, Parameters search) {
        var criteria = new Parameters(search.all().stream()
                .filter(p -> !ABOUT_THE_ANSWER.contains(p.name()))
                .toList());
        return parts.searches()
                .apply(Subscription.TYPE, criteria)
                .then(found -> parts.matches().check(Subscription.TYPE, found))
                .map(understood -> {
                    var own = desk.of(asking.access().requester()).stream()
                            .map(live -> live.locked(() -> live.subscription().served()))
                            .toList();
                    var found = parts.matches().of(own).matching(Subscription.TYPE, understood).stream()
                            .map(own::get)
                            .toList();
                    return searchset(asking, criteria, found);
                });
    }

    private static Bytes searchset(Asking asking, Parameters criteria, List<StoredResource> found) {
        var base = asking.base();
        var bundle = searchset(base + '/' + Subscription.TYPE + '?' + criteria, found.size());
        found.forEach(resource -> {
            var entry = bundle.withArray("entry").addObject().put("fullUrl", base + '/' + resource.id());
            entry.set("resource", Subscription.tree(resource.json()));
            entry.putObject("search").put("mode", "match");
        });
        return Bytes.utf8(bundle.toString());
    }

    private static ObjectNode searchset(String self, int total) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset")
                .put("total", total);
        bundle.putArray("link").addObject().put("relation", "self").put("url", self);
        return bundle;
    }

    Outcome<Bytes> status(Asking asking, Optional<String> id, Parameters inputs) {
        var access = asking.access();
        if (id.isPresent()) {
            return one(access, id.get()).map(live -> states(asking, '/' + id.get(), List.of(live)));
        }
        var ids = each(inputs, "id");
        var statuses = each(inputs, "status");
        var codes = Arrays.stream(Status.values()).map(Status::code).toList();
        if (!codes.containsAll(statuses)) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("status", "is one of " + codes))));
        }
        return Outcome.of(states(
                asking,
                "",
                desk.of(access.requester()).stream()
                        .filter(live -> ids.isEmpty()
                                || ids.contains(live.subscription().id()))
                        .filter(live -> statuses.isEmpty()
                                || statuses.contains(
                                        live.subscription().status().code()))
                        .toList()));
    }

    private static List<String> each(Parameters inputs, String name) {
        return inputs.all().stream()
                .filter(p -> p.name().equals(name))
                .flatMap(p -> Stream.of(p.value().split(",", -1)))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Bytes states(Asking asking, String instance, List<Live> lives) {
        var self = asking.base() + '/' + Subscription.TYPE + instance + "/$status";
        var bundle = searchset(self, lives.size())
                .put("timestamp", parts.clock().instant().toString());
        for (var live : lives) {
            var status = live.locked(() -> state(live));
            var entry = bundle.withArray("entry")
                    .addObject()
                    .put("fullUrl", live.subscription().address() + "/$status");
            entry.set("resource", status);
            entry.putObject("search").put("mode", "match");
        }
        return Bytes.utf8(bundle.toString());
    }

    private ObjectNode state(Live live) {
        var terms = live.agreed().map(Live.Agreed::terms);
        var count = told(live);
        return notifications.status(
                new State(
                        live.subscription(),
                        terms.map(Terms::topic),
                        Kind.QUERY_STATUS,
                        terms.map(t -> t.payload().content()).orElse(Content.EMPTY),
                        count),
                List.of());
    }

    private long told(Live live) {
        var count = progress.tell(live);
        live.askedTo(count);
        return count;
    }

    /** Which events are wanted again, both ends included, and how much of each. */
    private record Replay(long since, long until, Content content) {}

    Outcome<Bytes> events(Access access, String id, Parameters inputs) {
        var problems = new ArrayList<Problem>();
        var since = number(inputs, "eventsSinceNumber", 1, problems);
        var until = number(inputs, "eventsUntilNumber", Long.MAX_VALUE, problems);
        var content = content(inputs, problems);
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(problems));
        }
        return one(access, id)
                .then(live -> live.locked(() -> live.agreed()
                        .map(agreed -> events(access, live, new Replay(since, until, less(content, agreed.terms()))))
                        .orElseGet(
                                () -> Outcome.failed(new Fault.Unavailable("this subscription, which is in error")))));
    }

    /** He gets what he asks for, and never more than he subscribed to. */
    private static Content less(Optional<Content> asked, Terms terms) {
        var agreed = terms.payload().content();
        return asked.filter(c -> c.compareTo(agreed) <= 0).orElse(agreed);
    }

    /** What he may see both as the one who subscribed and as the one who asks now. */
    private Outcome<Bytes> events(Access access, Live live, Replay replay) {
        var count = told(live);
        var since = Math.max(1, replay.since());
        var most = Math.min(Math.min(replay.until(), count), since + TermsReader.MOST_AT_ONCE - 1);
        var all = book.events(live.subscription().id(), since, most).stream()
                .map(e -> new Told(e, parts.store().version(e.id(), e.version())))
                .toList();
        var versions = all.stream().flatMap(t -> t.version().stream()).toList();
        return parts.gate()
                .visible(live.subscription().owner().access(access.correlation()), versions)
                .then(visible -> parts.gate().notifying(access, visible))
                .map(seen -> notifications.bundle(
                        new State(
                                live.subscription(),
                                live.agreed().map(a -> a.terms().topic()),
                                Kind.QUERY_EVENT,
                                replay.content(),
                                count),
                        all.stream()
                                .filter(t -> t.version().filter(seen::contains).isPresent())
                                .toList()));
    }

    private static long number(Parameters inputs, String name, long usual, List<Problem> problems) {
        var text = inputs.last(name);
        if (text.isPresent() && !text.get().matches("\\d{1,18}")) {
            problems.add(new Problem(name, "is the number of an event"));
            return usual;
        }
        return text.map(Long::parseLong).orElse(usual);
    }

    private static Optional<Content> content(Parameters inputs, List<Problem> problems) {
        var code = inputs.last("content");
        var content = code.flatMap(Content::of);
        if (code.isPresent() && content.isEmpty()) {
            problems.add(new Problem("content", "is empty, id-only or full-resource"));
        }
        return content;
    }

    /** Those for a websocket that he names, or all of his. */
    Outcome<List<String>> bindable(Access access, Optional<String> id, Parameters inputs) {
        var named = id.map(List::of).orElseGet(() -> each(inputs, "id"));
        var own = desk.of(access.requester()).stream()
                .filter(live -> live.agreed()
                        .filter(a -> a.terms().channel() instanceof Channel.WebSocket)
                        .isPresent())
                .map(live -> live.subscription().id())
                .toList();
        var unknown = named.stream()
                .filter(n -> desk.of(access.requester(), n).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return Outcome.failed(new Fault.NotFound(Subscription.TYPE + '/' + unknown.get()));
        }
        var bound = named.isEmpty() ? own : named;
        return bound.isEmpty() || !own.containsAll(bound)
                ? Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem("id", "names Subscriptions whose channel is a websocket"))))
                : Outcome.of(bound);
    }

    /** A token, as a Parameters resource. */
    Bytes token(Token token, List<String> ids, String socket) {
        var answer = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var parameters = answer.putArray("parameter");
        parameters.addObject().put("name", "token").put("valueString", token.text());
        parameters
                .addObject()
                .put("name", "expiration")
                .put("valueDateTime", token.expires().toString());
        ids.forEach(id -> parameters.addObject().put("name", "subscription").put("valueString", id));
        parameters.addObject().put("name", "websocket-url").put("valueUrl", socket);
        return Bytes.utf8(answer.toString());
    }
}

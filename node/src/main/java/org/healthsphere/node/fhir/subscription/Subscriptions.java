package org.healthsphere.node.fhir.subscription;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Reply;
import org.healthsphere.node.fhir.patch.Patch;
import org.healthsphere.node.fhir.subscription.Bindings.Binding;
import org.healthsphere.node.fhir.subscription.Subscription.Status;
import org.healthsphere.node.fhir.subscription.Terms.Channel;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.NotificationGate;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.VersionMatches;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Subscriptions by topic (Subscriptions R5 Backport 1.1 on FHIR R4): a program says of which changes it wants to be told, and is.
 *
 * <p>A Subscription belongs to who made it, and nobody else learns of it. What he is told passes the {@link NotificationGate} when
 * it is told. Events come out of the store's own log of changes, so none is lost when the process dies: he is told at least once,
 * and knows by its number what he was told before.
 */
public final class Subscriptions {
    private final Desk desk = new Desk();
    private final Writing writing;
    private final Asked asked;
    private final Bindings bindings;
    private final Dispatcher dispatcher;
    private final Topics topics;
    private final Tally tally = new Tally();

    /**
     * What they work with.
     *
     * @param searches reads the criteria of a search of one type
     * @param xml a resource in FHIR's XML
     */
    public record Parts(
            Intake intake,
            BiFunction<String, Parameters, Outcome<List<Criterion>>> searches,
            VersionMatches matches,
            ResourceStore store,
            NotificationGate gate,
            Ways ways,
            Limits limits,
            UnaryOperator<Bytes> xml,
            InstantSource clock,
            SecureRandom random,
            Supplier<String> ids) {}

    /** The ways to the endpoints of subscribers, and what is kept for them. */
    public record Ways(Targets targets, Hooks hooks, Secrets secrets) {}

    /**
     * How much there may be.
     *
     * @param most of all subscribers together
     * @param each of one of them
     */
    public record Limits(int most, int each, Patience patience) {
        public static final Limits USUAL = new Limits(200, 20, Patience.USUAL);
    }

    /** Takes up those that are kept. */
    public Subscriptions(Parts parts) {
        var book = new SubscriptionBook(parts.store());
        var changes = new Changes(parts.store(), parts.matches());
        var progress = new Progress(parts.store(), changes, parts.gate(), book);
        var notifications = new Notifications(parts.clock(), parts.random());
        this.topics = new Topics(parts.intake().types());
        var courier = new Courier(
                new Courier.Parts(
                        parts.store(),
                        book,
                        parts.gate(),
                        parts.ways().hooks(),
                        parts.xml(),
                        parts.limits().patience(),
                        tally,
                        parts.clock(),
                        parts.ids()),
                progress,
                notifications);
        this.dispatcher = new Dispatcher(desk, courier, parts.clock());
        this.bindings = new Bindings(parts.clock(), parts.random());
        this.writing = new Writing(parts, desk, book, progress, topics);
        this.asked = new Asked(parts, desk, book, progress, notifications);
        writing.open();
    }

    /** The canonical URLs of what can be subscribed to. */
    public List<String> topics() {
        return topics.urls();
    }

    /** Tells the subscribers, once it is run. */
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** What came of it. */
    public Tally tally() {
        return tally;
    }

    /** How many there are that are told of something now. */
    public long active() {
        return desk.all().stream().filter(live -> live.is(Status.ACTIVE)).count();
    }

    /** How many there are that nobody tells because that did not succeed. */
    public long inError() {
        return desk.all().stream().filter(live -> live.is(Status.ERROR)).count();
    }

    /** How many have somebody who waits for events at a websocket. */
    public long connected() {
        return desk.all().stream()
                .filter(live -> live.locked(() -> live.line().isPresent()))
                .count();
    }

    /** How many events are known of that have not been taken. */
    public long waiting() {
        return desk.all().stream().mapToLong(live -> live.cursor().waiting()).sum();
    }

    /** Makes one under a new id. */
    public Outcome<Reply> create(Asking asking, Bytes json) {
        return woken(writing.create(asking, json));
    }

    /** Changes one, or makes one under the id that the client chose. */
    public Outcome<Reply> update(Asking asking, String id, Bytes json, OptionalLong ifMatch) {
        return woken(writing.update(asking, id, json, ifMatch));
    }

    /** Changes a part of one. */
    public Outcome<Reply> patch(Asking asking, String id, Patch patch, OptionalLong ifMatch) {
        return read(asking.access(), id)
                .then(current -> patch.apply(current.json())
                        .then(json -> update(asking, id, json, OptionalLong.of(ifMatch.orElse(current.version())))));
    }

    private Outcome<Reply> woken(Outcome<Reply> written) {
        dispatcher.wake();
        return written;
    }

    /** Ends one; what is not there needs no ending. */
    public Outcome<Reply> delete(Access access, String id, OptionalLong ifMatch) {
        return writing.delete(access, id, ifMatch);
    }

    public Outcome<StoredResource> read(Access access, String id) {
        return asked.one(access, id)
                .map(live -> live.locked(() -> live.subscription().served()));
    }

    /** A Bundle with those of the subscriber that the search finds. */
    public Outcome<Bytes> search(Asking asking, Parameters search) {
        return asked.search(asking, search);
    }

    /** How one stands, or those of the subscriber that he names (backport-subscription-status). */
    public Outcome<Bytes> status(Asking asking, Optional<String> id, Parameters inputs) {
        return asked.status(asking, id, inputs);
    }

    /** What he was told of before, to be told again (backport-subscription-events). */
    public Outcome<Bytes> events(Access access, String id, Parameters inputs) {
        return asked.events(access, id, inputs);
    }

    /** A token to bind a websocket with (backport-subscription-get-ws-binding-token). */
    public Outcome<Bytes> bindingToken(Access access, Optional<String> id, Parameters inputs, String socket) {
        return asked.bindable(access, id, inputs).map(ids -> {
            var token = bindings.open(access.requester(), ids);
            return asked.token(token, ids, socket);
        });
    }

    /** Binds a line to what a token stands for; {@link Fault.Unauthenticated} when it is good no longer, or never was. */
    public Outcome<List<String>> bind(String token, Line line) {
        var bound = bindings.use(token).map(binding -> bind(binding, line)).orElse(List.of());
        dispatcher.wake();
        return bound.isEmpty()
                ? Outcome.failed(new Fault.Unauthenticated("the token binds to nothing, or no longer"))
                : Outcome.of(bound);
    }

    private List<String> bind(Binding binding, Line line) {
        return binding.subscriptions().stream()
                .filter(id -> desk.of(binding.requester(), id)
                        .filter(live -> live.locked(() -> bind(live, line)))
                        .isPresent())
                .toList();
    }

    private static boolean bind(Live live, Line line) {
        var isOpen = live.is(Status.ACTIVE)
                && live.agreed()
                        .filter(a -> a.terms().channel() instanceof Channel.WebSocket)
                        .isPresent();
        if (isOpen) {
            live.bind(line);
        }
        return isOpen;
    }

    /** Nobody waits at this line any longer. */
    public void unbind(Line line) {
        desk.all().forEach(live -> live.alone(() -> live.unbind(line)));
    }
}

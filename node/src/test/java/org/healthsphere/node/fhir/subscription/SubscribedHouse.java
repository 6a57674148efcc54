package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.AuditedReleases;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.index.VersionMatches;
import org.healthsphere.node.validation.XmlFormat;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** A hospital in memory whose changes are subscribed to, with an endpoint in memory. Nothing moves but when a test looks. */
public final class SubscribedHouse {
    public static final String BASE = "https://north.example/fhir";
    public static final String ENDPOINT = "https://subscriber.example/notify";
    static final String TOPIC = "https://healthsphere.org/fhir/SubscriptionTopic/";
    static final String EXTENSION = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    static final Patience PATIENCE = new Patience(3, Duration.ofSeconds(1), Duration.ofSeconds(3));

    public final House house = new House();
    public final Inbox inbox = new Inbox();
    private final AtomicInteger ids = new AtomicInteger();
    private final Subscriptions.Limits limits;
    public Subscriptions subscriptions;

    public SubscribedHouse() {
        this(new Subscriptions.Limits(5, 4, PATIENCE));
    }

    SubscribedHouse(Subscriptions.Limits limits) {
        this.limits = limits;
        this.subscriptions = opened(house.store, new Targets.Policy(Targets.Endpoints.PUBLIC, List.of()));
    }

    Subscriptions opened(ResourceStore store, Targets.Policy policy) {
        var targets = new Targets(policy, host -> List.of(InetAddress.getByName("93.184.215.14")));
        return opened(store, new Subscriptions.Ways(targets, inbox, secrets()));
    }

    /** As the node opens them. */
    public Subscriptions opened(ResourceStore store, Subscriptions.Ways ways) {
        var parameters = SearchParameters.r4();
        return new Subscriptions(new Subscriptions.Parts(
                new Intake(parameters),
                Interactions::criteria,
                new VersionMatches(parameters, CodeRelations.NONE),
                store,
                new ConsentGate(house.view, store, house.index, new AuditedReleases(house.audit), house.clock),
                ways,
                limits,
                new XmlFormat()::fromJson,
                house.clock,
                house.random,
                () -> "id-" + ids.incrementAndGet()));
    }

    public Secrets secrets() {
        var box = Identities.of("north").secretBox("subscriptions");
        return new Secrets() {
            @Override
            public Bytes seal(Bytes plain, String context) {
                return box.seal(plain, Bytes.utf8(context), house.random);
            }

            @Override
            public Bytes open(Bytes sealed, String context) {
                return box.open(sealed, Bytes.utf8(context)).orElseThrow();
            }
        };
    }

    /** The process has ended, and another has begun with what it left. */
    void restart() {
        subscriptions = opened(house.store, new Targets.Policy(Targets.Endpoints.PUBLIC, List.of()));
    }

    void look() {
        subscriptions.dispatcher().look(Runnable::run);
    }

    static Asking asking(String subject, String... scopes) {
        var reach = Stream.of(scopes).map(s -> Scope.parse(s).orElseThrow()).collect(Collectors.toSet());
        return Asking.of(
                new Access(
                        new Requester(House.NORTH, subject, Role.SYSTEM),
                        PurposeOfUse.TREAT,
                        "asked-by-" + subject,
                        new Reach(reach)),
                BASE);
    }

    static Asking asking() {
        return asking("program-1", "system/*.cruds");
    }

    /** A Subscription of a topic, changed by a test. */
    static Bytes subscription(String topic, Consumer<ObjectNode> change) {
        var json = House.tree("""
                {"resourceType":"Subscription","status":"requested","reason":"to be told",
                 "criteria":"%s","channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json",
                  "_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"id-only"}]}}}""".formatted(TOPIC + topic, ENDPOINT, EXTENSION));
        change.accept(json);
        return Bytes.utf8(json.toString());
    }

    static ObjectNode channel(ObjectNode subscription) {
        return subscription.withObject("/channel");
    }

    static void content(ObjectNode subscription, String code) {
        subscription.withObject("/channel/_payload/extension/0").put("valueCode", code);
    }

    static void filter(ObjectNode subscription, String... filters) {
        var extensions = subscription.withObject("/_criteria").withArray("extension");
        Stream.of(filters)
                .forEach(f -> extensions
                        .addObject()
                        .put("url", EXTENSION + "backport-filter-criteria")
                        .put("valueString", f));
    }

    static void pace(ObjectNode subscription, String name, String value, int number) {
        channel(subscription)
                .withArray("extension")
                .addObject()
                .put("url", EXTENSION + name)
                .put(value, number);
    }

    /** Subscribes, and the endpoint has taken the handshake; the id. */
    @CanIgnoreReturnValue
    String subscribed(String topic, Consumer<ObjectNode> change) {
        var id = created(asking(), subscription(topic, change));
        look();
        inbox.bodies.clear();
        return id;
    }

    @CanIgnoreReturnValue
    String subscribed(String topic) {
        return subscribed(topic, _ -> {});
    }

    @CanIgnoreReturnValue
    String created(Asking asking, Bytes json) {
        return subscriptions
                .create(asking, json)
                .orElseThrow()
                .resource()
                .orElseThrow()
                .id()
                .id();
    }

    ObjectNode read(String id) {
        return Subscription.tree(
                subscriptions.read(asking().access(), id).orElseThrow().json());
    }

    String state(String id) {
        return read(id).path("status").asText();
    }

    /** Writes again what is there, changed. */
    Outcome<?> changed(String id, Consumer<ObjectNode> change) {
        var json = read(id);
        change.accept(json);
        return subscriptions.update(asking(), id, Bytes.utf8(json.toString()), OptionalLong.empty());
    }

    /** The number of events that $status tells. */
    String count(String id) {
        var status = subscriptions
                .status(asking(), Optional.of(id), new Parameters(List.of()))
                .orElseThrow();
        return Inbox.value(
                Subscription.tree(status).at("/entry/0/resource/parameter"), "events-since-subscription-start");
    }

    /** A measurement of a patient. */
    void pulse(String id, String patient) {
        house.put("Observation", id, patient, """
                {'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'8867-4'}]},
                 'subject':{'reference':'Patient/%s'}}""".formatted(patient));
    }
}

package org.healthsphere.node.smart;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.Attempts;
import org.healthsphere.node.access.Bearers;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/**
 * The authorization server of a node: SMART App Launch 2.2 for apps of people and for programs.
 *
 * <p>Its access tokens open the FHIR interface and nothing else, and only what is in their scopes <em>and</em> in the gate's consent.
 */
public final class Smart implements Bearers {
    private static final int FAILURES = 100;
    private static final int OK = 200;
    /** As UDAP says that nothing of it is supported. */
    private static final int NOTHING = 204;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int MOST_CALLERS = 20_000;

    private final NodeId self;
    private final AppBook apps;
    private final Connections connections;
    private final Notes notes;
    private final Launches launches;
    private final Authorizations authorizations;
    private final Tokens tokens;
    private final Lookups lookups;
    private final Registrations registrations;
    private final Identities identities;
    private final Discovery discovery;
    private final Optional<UdapMetadata> udap;
    private final Cache<Issued, Caller> callers = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(MOST_CALLERS)
            .executor(Runnable::run)
            .build();

    /** Where all of it is kept. */
    public record Kept(AppBook apps, ResourceStore store, AuditLog audit, Shelf openIdKey, SecretBox box) {}

    /**
     * Whom it asks.
     *
     * @param vouching which member holds a certificate
     * @param signedIn whether the session of this id is open
     * @param known whether the person still has an account
     * @param own the resource that the person is here, {@code Practitioner/7}, where there is one
     */
    public record People(
            Vouching vouching,
            Predicate<String> signedIn,
            Predicate<Person> known,
            Function<Person, Optional<String>> own) {}

    /** What it is given and does not make itself. */
    public record Given(InstantSource clock, SecureRandom random) {}

    /** Who this server is for apps of other members: its identity in the network, as it is now. */
    public interface Myself extends Supplier<MemberIdentity> {}

    /** Of a server that says nothing to apps of other members. */
    public Smart(NodeId self, Places places, Kept kept, People people, Given given) {
        this(self, places, kept, people, given, Optional.empty());
    }

    public Smart(NodeId self, Places places, Kept kept, People people, Given given, Optional<Myself> myself) {
        var clock = given.clock();
        this.self = self;
        this.apps = kept.apps();
        this.connections = new Connections(kept.store(), clock, given.random());
        this.notes = new Notes(self, kept.audit());
        this.launches = new Launches(places, apps, clock, given.random());
        this.identities = new Identities(
                places, new OpenIdKey(kept.openIdKey(), kept.box(), given.random()), people.own(), clock);
        var failures = new Attempts(FAILURES, WINDOW, clock);
        var fetch = new HttpKeyFetch(
                HttpClient.newBuilder().connectTimeout(CONNECTING).build());
        var assertions =
                new Assertions(new AppKeys(fetch, clock), people.vouching(), new Seen(kept.store(), clock), clock);
        var proofs = new ClientProofs(apps, assertions, failures);
        var arrivals = new Arrivals(places, apps, launches);
        this.authorizations = new Authorizations(
                places,
                new Authorizations.Behind(apps, arrivals, connections, identities, notes),
                clock,
                given.random());
        var there = new Tokens.People(people.signedIn(), people.known());
        this.tokens = new Tokens(places, new Tokens.Behind(proofs, connections, identities, there, notes), clock);
        this.lookups = new Lookups(places, new Lookups.Behind(apps, proofs, connections, identities, notes), tokens);
        this.registrations = new Registrations(
                places, new Registrations.Behind(apps, assertions, connections, notes, failures), clock);
        this.discovery = new Discovery(places);
        this.udap = myself.map(identity -> new UdapMetadata(places, identity, clock, given.random()));
    }

    public AppBook apps() {
        return apps;
    }

    public Launches launches() {
        return launches;
    }

    public Authorizations authorizations() {
        return authorizations;
    }

    /** The token endpoint. */
    public Reply token(Call call) {
        return tokens.answer(call);
    }

    public Reply introspect(Call call) {
        return lookups.introspect(call);
    }

    public Reply revoke(Call call) {
        return lookups.revoke(call);
    }

    public Reply register(Call call) {
        return registrations.answer(call);
    }

    /** The keys that identities are signed with (RFC 7517). */
    public Reply keys() {
        return Reply.ok(identities.key().published().toJSONObject());
    }

    public String smartConfiguration() {
        return discovery.smart();
    }

    /** What apps of other members read first (UDAP Security 1.1); nothing where nobody speaks for this server. */
    public Reply udapConfiguration() {
        return udap.flatMap(UdapMetadata::json).map(json -> new Reply(OK, json)).orElseGet(() -> new Reply(NOTHING, ""));
    }

    /** Where apps get leave, by the words of SMART's extension of a CapabilityStatement. */
    public Map<String, String> uris() {
        return discovery.uris();
    }

    public String openIdConfiguration() {
        return discovery.openId();
    }

    /** Colours and sizes of this hospital's pages, for apps that want to look alike (SMART's {@code smart_style_url}). */
    public Reply style() {
        return Reply.ok(Map.of(
                "color_background", "#f6f6f3",
                "color_error", "#a8261d",
                "color_highlight", "#0b6b60",
                "color_modal_backdrop", "",
                "color_success", "#0b6b60",
                "color_text", "#1b2320",
                "dim_border_radius", "8px",
                "dim_font_size", "16px",
                "dim_spacing_size", "8px"));
    }

    @Override
    public Outcome<Caller> verify(String token) {
        var issued = connections
                .token(token)
                .filter(found -> apps.glance(found.app()).isPresent());
        issued.flatMap(Issued::connection).ifPresent(connections::noteUse);
        return issued.map(found -> Outcome.of(callers.get(found, this::caller)))
                .orElseGet(() -> Outcome.failed(
                        new Fault.Unauthenticated("the access token has run out or was ended; ask for a new one")));
    }

    private Caller caller(Issued issued) {
        var scopes = Set.copyOf(Wish.of(issued.scopes()).resources().values());
        return issued.connection()
                .flatMap(connections::find)
                .map(connection -> {
                    var person = connection.person();
                    var own = person.role() == Role.PATIENT ? Optional.of(person.subject()) : Optional.<String>empty();
                    return new Caller(
                            notes.by(person),
                            Caller.purposesOf(person.role()),
                            scopes,
                            own,
                            connection.context().patient(),
                            Optional.of(issued.app()));
                })
                .orElseGet(() -> new Caller(
                        notes.program(issued.app()), Caller.purposesOf(Role.SYSTEM), scopes, Optional.empty()));
    }

    /**
     * An app that somebody connected.
     *
     * @param app which, as it is known now
     */
    public record Connected(App app, Connection connection) {}

    /** What somebody connected, newest first. */
    public List<Connected> connected(Person person) {
        return connections.of(person).stream()
                .flatMap(connection -> apps.find(connection.app()).stream().map(app -> new Connected(app, connection)))
                .toList();
    }

    /** Ends what this person connected: the app's next request is refused. */
    public Outcome<Connection> disconnect(Person person, String id, String correlation) {
        return connections
                .find(id)
                .filter(connection -> connection.person().equals(person))
                .map(connection -> notes.of(AuditCode.APP_DISCONNECTED, connection, correlation)
                        .map(_ -> {
                            connections.end(connection.id());
                            return connection;
                        }))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("connected app of yours")));
    }

    /** Ends all that is about a patient, who is erased. */
    public void forget(String patient) {
        connections.forget(patient);
    }

    @Override
    public String toString() {
        return "Smart[" + self + "]";
    }
}

package org.healthsphere.node.smart;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.smart.Arrivals.Asked;
import org.healthsphere.node.smart.Connection.InContext;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.smart.Connection.Refresh;
import org.healthsphere.node.smart.Connection.Renewal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Role;

/**
 * What people are asked when an app wants something (RFC 6749, section 4.1; SMART App Launch 2.2), and what they say.
 *
 * <p>A request belongs to the first session that looks at it, can be answered once, and is forgotten after ten minutes.
 */
public final class Authorizations {
    /** How long a connection lasts that nobody ends and whose app does not come. */
    public static final Duration OFFLINE_LIFE = Duration.ofDays(365);

    private static final Duration TIME_TO_DECIDE = Duration.ofMinutes(10);
    private static final Duration CODE_LIFE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final int ID_BYTES = 16;

    private final Places places;
    private final AppBook apps;
    private final Arrivals arrivals;
    private final Connections connections;
    private final Identities identities;
    private final Notes notes;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<String, Held> requests =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private record Held(Asked asked, Instant until, AtomicReference<String> session) {}

    /** What is behind it. */
    record Behind(AppBook apps, Arrivals arrivals, Connections connections, Identities identities, Notes notes) {}

    Authorizations(Places places, Behind behind, InstantSource clock, SecureRandom random) {
        this.places = places;
        this.apps = behind.apps();
        this.arrivals = behind.arrivals();
        this.connections = behind.connections();
        this.identities = behind.identities();
        this.notes = behind.notes();
        this.clock = clock;
        this.random = random;
    }

    /** What becomes of somebody whom an app sent here. */
    public sealed interface Arrival {
        /** He is asked, under this name. */
        record Question(String request) implements Arrival {}

        /** He is sent back: the app asked wrongly. */
        record Back(String url) implements Arrival {}

        /** He stays: nobody can say where he came from. */
        record Stay(Unanswerable ground) implements Arrival {}
    }

    /** By the parameters of the request. */
    public Arrival arrive(Map<String, List<String>> parameters) {
        return switch (arrivals.read(parameters)) {
            case Arrivals.Read.Good(var asked) -> {
                var bytes = new byte[ID_BYTES];
                random.nextBytes(bytes);
                var id = Bytes.of(bytes).base64url();
                requests.put(id, new Held(asked, clock.instant().plus(TIME_TO_DECIDE), new AtomicReference<>("")));
                yield new Arrival.Question(id);
            }
            case Arrivals.Read.Wrong(var url) -> new Arrival.Back(url);
            case Arrivals.Read.Lost(var ground) -> new Arrival.Stay(ground);
        };
    }

    /**
     * What somebody is asked.
     *
     * @param redirect where he will be sent back to
     * @param resources what of a record, by the word in which it is granted
     * @param identity whether the app wants to know who he is
     * @param stays whether it wants to come back by itself
     * @param choosesPatient whether he must say whose record it is about
     * @param patient whose it is, where that is clear
     */
    public record Question(
            App app,
            String redirect,
            Map<String, Scope> resources,
            boolean identity,
            boolean stays,
            boolean choosesPatient,
            Optional<String> patient) {
        /** Where that is, as people may know it. */
        public String host() {
            return Optional.ofNullable(URI.create(redirect).getHost()).orElse(redirect);
        }
    }

    /** Empty when there is none of this name, or it is somebody else's. */
    public Optional<Question> question(String request, Session session) {
        return held(request, session).map(held -> question(held.asked(), session));
    }

    private Question question(Asked asked, Session session) {
        var patient = patientOf(asked, session);
        return new Question(
                asked.app(),
                asked.redirect(),
                asked.wish().resources(),
                asked.wish().has(Wish.OPENID),
                asked.wish().has(Wish.OFFLINE),
                asked.wish().isAboutOnePatient() && patient.isEmpty(),
                patient);
    }

    /** A patient connects apps to his own record; a clinician to the one that is open where the app was started. */
    private static Optional<String> patientOf(Asked asked, Session session) {
        return session.caller().role() == Role.PATIENT
                ? session.caller().patient()
                : asked.launch().flatMap(launch -> launch.context().patient());
    }

    private Optional<Held> held(String request, Session session) {
        return Optional.ofNullable(requests.getIfPresent(request))
                .filter(held -> clock.instant().isBefore(held.until()))
                .filter(held -> mayAnswer(held.asked(), session))
                .filter(held -> held.session().compareAndSet("", session.id())
                        || session.id().equals(held.session().get()));
    }

    private static boolean mayAnswer(Asked asked, Session session) {
        var role = session.caller().role();
        return (role == Role.PATIENT || role == Role.CLINICIAN)
                && asked.launch()
                        .map(launch -> launch.subject()
                                .equals(session.caller().requester().subject()))
                        .orElse(true);
    }

    /**
     * What somebody says.
     *
     * @param scopes those that he lets the app have, or narrower ones
     * @param identity whether it may know who he is
     * @param stays whether it may come back by itself
     * @param patient whom he chose, if he had to: the caller has seen to it that he may see him
     */
    public record Answer(Set<String> scopes, boolean identity, boolean stays, Optional<String> patient) {}

    /** Lets the app have it; where to send the person now. */
    public Outcome<String> allow(String request, Session session, Answer answer, String correlation) {
        return taken(request, session).then(asked -> {
            var draft = draft(asked, session, answer);
            var nothing = draft.wish().resources().isEmpty() && !draft.wish().has(Wish.OPENID);
            var missing = draft.wish().isAboutOnePatient()
                    && draft.context().patient().isEmpty();
            return nothing || missing
                    ? declined(asked, draft, correlation)
                    : connections
                            .codeFor(new Code(
                                    draft,
                                    asked.redirect(),
                                    asked.challenge(),
                                    asked.nonce(),
                                    clock.instant().plus(CODE_LIFE),
                                    false))
                            .map(code -> success(asked, code));
        });
    }

    /** Lets the app have nothing; where to send the person now. */
    public Outcome<String> decline(String request, Session session, String correlation) {
        return taken(request, session).then(asked -> {
            var nothing = new Answer(Set.of(), false, false, Optional.empty());
            return declined(asked, draft(asked, session, nothing), correlation);
        });
    }

    private Outcome<String> declined(Asked asked, Connection draft, String correlation) {
        return notes.of(AuditCode.APP_DECLINED, draft, correlation)
                .map(_ -> arrivals.wrong(asked.redirect(), asked.state(), OAuth2Error.ACCESS_DENIED));
    }

    private Outcome<Asked> taken(String request, Session session) {
        return held(request, session)
                .flatMap(_ -> Optional.ofNullable(requests.asMap().remove(request)))
                .map(Held::asked)
                .filter(asked -> apps.find(asked.app().id()).isPresent())
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Gone("this question")));
    }

    private Connection draft(Asked asked, Session session, Answer answer) {
        var now = clock.instant();
        var requester = session.caller().requester();
        var person = new Person(requester.subject(), requester.role());
        // Who is nobody's resource here is not told as one.
        var nameless = identities.fhirUser(person).isPresent() ? Set.<String>of() : Set.of(Wish.FHIR_USER);
        var wish = granted(asked.wish(), answer).without(nameless);
        var patient = patientOf(asked, session).or(answer::patient).filter(_ -> wish.isAboutOnePatient());
        var encounter =
                asked.launch().flatMap(launch -> launch.context().encounter()).filter(_ -> patient.isPresent());
        var renewal = renewal(wish, session);
        return new Connection(
                RandomId.draw(random),
                asked.app().id(),
                person,
                new InContext(patient, encounter),
                wish.texts(),
                renewal,
                now,
                now.plus(life(renewal)),
                now);
    }

    private static Wish granted(Wish asked, Answer answer) {
        Map<String, Scope> resources = new LinkedHashMap<>();
        Wish.of(answer.scopes()).resources().forEach((text, scope) -> {
            if (asked.resources().values().stream().anyMatch(wider -> wider.covers(scope))) {
                resources.put(text, scope);
            }
        });
        var declined = Set.of(
                answer.identity() ? "" : Wish.OPENID,
                answer.identity() ? " " : Wish.FHIR_USER,
                answer.stays() ? "  " : Wish.OFFLINE);
        var words =
                asked.words().stream().filter(word -> !declined.contains(word)).collect(Collectors.toSet());
        return new Wish(resources, words);
    }

    private static Renewal renewal(Wish wish, Session session) {
        if (wish.has(Wish.OFFLINE)) {
            return new Renewal.Offline(Refresh.NONE_YET);
        }
        return wish.has(Wish.ONLINE) ? new Renewal.Online(session.id(), Refresh.NONE_YET) : new Renewal.Never();
    }

    private static Duration life(Renewal renewal) {
        return switch (renewal) {
            case Renewal.Never _ -> Tokens.LIFE.plus(CODE_LIFE);
            case Renewal.Online _ -> Sessions.LONGEST;
            case Renewal.Offline _ -> OFFLINE_LIFE;
        };
    }

    private String success(Asked asked, String code) {
        return new AuthorizationSuccessResponse(
                        URI.create(asked.redirect()),
                        new AuthorizationCode(code),
                        null,
                        new State(asked.state()),
                        new Issuer(places.issuer()),
                        ResponseMode.QUERY)
                .toURI()
                .toString();
    }
}

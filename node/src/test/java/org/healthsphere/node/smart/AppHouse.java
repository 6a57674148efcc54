package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.access.User;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.node.smart.Authorizations.Answer;
import org.healthsphere.node.smart.Authorizations.Arrival;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** An authorization server with everything in memory but the apps and the key, and people and apps that come to it. */
final class AppHouse {
    static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    static final NodeId NORTH = new NodeId("north");
    static final Places PLACES = new Places(() -> "https://north.example.org");
    static final String BACK = "https://app.example.org/back";
    static final String PATIENT_SCOPES =
            "launch/patient openid fhirUser offline_access patient/*.rs patient/Observation.rs?category=laboratory";
    static final ECKey KEY = key("one");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CodeVerifier VERIFIER = new CodeVerifier("v".repeat(43));

    final MovableClock clock = new MovableClock(NOW);
    final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    final SecureRandom random = new SecureRandom();
    final Sessions sessions = new Sessions(NORTH, random, clock);
    final Set<String> gone = new HashSet<>();
    final Map<String, String> own = new HashMap<>(Map.of("ann", "Patient/ann", "ben", "Patient/ben"));
    private final Path folder;
    private final SecretBox box = SecretBox.generate(random);
    private Vouching vouching = _ -> Outcome.failed(new Fault.Unauthenticated("nobody is vouched for"));
    AppBook apps;
    Smart smart;

    AppHouse() {
        try {
            folder = Files.createTempDirectory("apps");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apps = book();
        smart = opened();
    }

    private AppBook book() {
        return AppBook.open(folder.resolve("apps.json"), random).orElseThrow();
    }

    private Smart opened() {
        Predicate<Connection.Person> known = person -> !gone.contains(person.subject());
        return new Smart(
                NORTH,
                PLACES,
                new Smart.Kept(apps, store, audit, Shelf.in(folder.resolve("openid.key")), box),
                new Smart.People(
                        chain -> vouching.member(chain),
                        sessions::isOpen,
                        known,
                        person -> Optional.ofNullable(own.get(person.subject()))),
                new Smart.Given(clock, random));
    }

    /** As after the end of the process: only what is kept is left. */
    void restart() {
        apps = book();
        smart = opened();
    }

    void vouchedBy(Vouching other) {
        vouching = other;
    }

    App app(String name, Proof proof, String scopes) {
        return register(name, proof, scopes).app();
    }

    AppBook.Registered register(String name, Proof proof, String scopes) {
        return apps.register(new App(
                        "",
                        name,
                        proof,
                        List.of(BACK),
                        Optional.of("https://app.example.org/start"),
                        Set.of(scopes.split(" ")),
                        Optional.empty(),
                        false))
                .orElseThrow();
    }

    /** Without a secret, for patients. */
    App growthChart() {
        return app(
                "Growth Chart",
                new Proof.Nothing(),
                PATIENT_SCOPES + " online_access user/*.rs launch launch/encounter");
    }

    AppBook.Registered withSecret() {
        return register("With Secret", new Proof.Secret(Sha256.of("")), PATIENT_SCOPES);
    }

    App signing(String scopes) {
        return app("Signing", new Proof.Keys("{\"keys\":[" + KEY.toPublicJWK().toJSONString() + "]}"), scopes);
    }

    Session patient() {
        return patient("ann");
    }

    Session patient(String id) {
        return patientSignedIn(id).session();
    }

    Sessions.Opened patientSignedIn(String id) {
        return sessions.open(new User("user-" + id, id, "Ann Sample", Role.PATIENT, Optional.of(id)));
    }

    /** All that would be found on the disk. */
    String everythingKept() {
        var kept = new StringBuilder();
        for (var space : List.of("app-connection", "app-token", "app-code", "app-assertion")) {
            try (var marks = store.marks(space)) {
                marks.forEach(mark ->
                        kept.append(mark.key()).append(mark.value().utf8()).append('\n'));
            }
        }
        try {
            return kept.append(Files.readString(folder.resolve("apps.json"))).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Session clinician() {
        return sessions.open(new User("user-c", "carl", "Carl Sample", Role.CLINICIAN, Optional.empty()))
                .session();
    }

    /** What a well-behaved app asks. */
    static Map<String, List<String>> request(App app, String scope) {
        Map<String, List<String>> request = new LinkedHashMap<>();
        request.put("response_type", List.of("code"));
        request.put("client_id", List.of(app.id()));
        request.put("redirect_uri", List.of(BACK));
        request.put("scope", List.of(scope));
        request.put("state", List.of("state-0123456789"));
        request.put("aud", List.of(PLACES.fhir()));
        request.put("nonce", List.of("nonce-1"));
        request.put(
                "code_challenge",
                List.of(CodeChallenge.compute(CodeChallengeMethod.S256, VERIFIER)
                        .getValue()));
        request.put("code_challenge_method", List.of("S256"));
        return request;
    }

    static Map<String, List<String>> but(Map<String, List<String>> request, String name, String... values) {
        var other = new LinkedHashMap<>(request);
        if (values.length == 0) {
            other.remove(name);
        } else {
            other.put(name, List.of(values));
        }
        return other;
    }

    String question(Map<String, List<String>> request) {
        var arrival = smart.authorizations().arrive(request);
        assertThat(arrival).isInstanceOf(Arrival.Question.class);
        return ((Arrival.Question) arrival).request();
    }

    /** Everything is allowed. */
    Answer everything(String request, Session session) {
        var question = smart.authorizations().question(request, session).orElseThrow();
        return new Answer(question.resources().keySet(), true, true, Optional.empty());
    }

    /** Somebody allows everything that the app asks; the parameters with which he is sent back. */
    Map<String, String> allowed(Session session, Map<String, List<String>> request) {
        var id = question(request);
        return sent(smart.authorizations()
                .allow(id, session, everything(id, session), "request-1")
                .orElseThrow());
    }

    String code(Session session, App app, String scope) {
        return got(allowed(session, request(app, scope)), "code");
    }

    static Map<String, String> sent(String url) {
        assertThat(url).startsWith(BACK + "?");
        return Arrays.stream(URI.create(url).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    static String got(Map<String, String> parameters, String name) {
        assertThat(parameters).containsKey(name);
        return parameters.getOrDefault(name, "");
    }

    /** What the token endpoint says. */
    record Answered(int status, JsonNode json) {
        String text(String name) {
            return json.path(name).asText();
        }

        @CanIgnoreReturnValue
        Answered fine() {
            assertThat(status).as(json.toString()).isEqualTo(200);
            return this;
        }

        void refused(int expected, String error) {
            assertThat(status).as(json.toString()).isEqualTo(expected);
            assertThat(text("error")).isEqualTo(error);
        }
    }

    static Answered answered(Reply reply) {
        try {
            return new Answered(reply.status(), JSON.readTree(reply.json()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Call call(Optional<String> authorization, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Call(authorization, body, "192.0.2.7", "request-2");
    }

    Answered token(Map<String, String> form) {
        return answered(smart.token(call(Optional.empty(), form)));
    }

    Answered token(String authorization, Map<String, String> form) {
        return answered(smart.token(call(Optional.of(authorization), form)));
    }

    static Map<String, String> exchange(App app, String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                BACK,
                "code_verifier",
                VERIFIER.getValue(),
                "client_id",
                app.id());
    }

    static Map<String, String> refresh(App app, String token) {
        return Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", app.id());
    }

    static Map<String, String> with(Map<String, String> form, String... more) {
        var all = new LinkedHashMap<>(form);
        for (var i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    static Map<String, String> without(Map<String, String> form, String name) {
        var all = new LinkedHashMap<>(form);
        all.remove(name);
        return all;
    }

    /** A whole standalone launch. */
    Answered connected(Session session, App app, String scope) {
        return token(exchange(app, code(session, app, scope))).fine();
    }

    static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_384).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The claims of a good assertion. */
    JWTClaimsSet.Builder claims(String app) {
        return new JWTClaimsSet.Builder()
                .issuer(app)
                .subject(app)
                .audience(PLACES.token())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(4))));
    }

    static String signed(JWK key, JWSHeader header, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String signed(ECKey key, JWTClaimsSet claims) {
        return signed(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
                claims);
    }

    static Map<String, String> asserting(Map<String, String> form, String assertion) {
        return with(
                form,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion);
    }

    /** A program asks for itself, with an assertion that is good but for this. */
    Answered byItself(App app, String scope, UnaryOperator<JWTClaimsSet.Builder> change) {
        var assertion = signed(KEY, change.apply(claims(app.id())).build());
        return token(asserting(Map.of("grant_type", "client_credentials", "scope", scope), assertion));
    }

    /** Whether the token opens anything now. */
    boolean isGood(String token) {
        return smart.verify(token) instanceof Outcome.Success;
    }

    List<String> audited() {
        return audit.newest(1_000).stream()
                .map(entry -> entry.event().code().name())
                .toList()
                .reversed();
    }
}

package org.healthsphere.node.portal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.Running;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.NewUser;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.peers.RelayAddress;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;

/** A network on this machine with a ledger and two whole nodes, each with its store on disk and its doors open. */
public final class TwoHospitals implements AutoCloseable {
    public static final String PASSWORD = "three plain words";
    private static final String LOCALHOST = "127.0.0.1";
    private static final int FEW = 10;
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private static final Source DEVICES = new Source("patient-devices", ZoneOffset.UTC, Map.of(), Map.of(), Map.of());

    private static final Source DOCUMENTS =
            new Source("patient-documents", ZoneOffset.UTC, Map.of(), Map.of(), Map.of());

    public final Hospital north;
    public final Hospital south;
    private final Environment environment = new Environment(InstantSource.system(), new SecureRandom());
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final int fewest;
    private final NetworkAuthority authority;
    private final EmbeddedLedger ledger;
    private final ConsentLedger founder;

    /** One of them, with the door for people and programs. */
    public record Hospital(NodeConfig config, Running running, HttpClient http) {
        public String url() {
            return "https://localhost:" + running.ports().http();
        }

        public String token(String subject, Role role) {
            var scopes = Set.of(new Scope("*", role == Role.SYSTEM ? "cruds" : "rs"));
            return running.tokens().issue(new Wanted(subject, role, scopes, TOKEN_LIFE));
        }

        public HttpResponse<String> send(String token, String method, String path, String body)
                throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create(url() + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", path.startsWith("/fhir") ? "application/fhir+json" : "application/json")
                    .method(method, BodyPublishers.ofString(body));
            return http.send(request.build(), BodyHandlers.ofString());
        }

        /** Reads something for public health. */
        public HttpResponse<String> report(String token, String path) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create(url() + path))
                    .header("Authorization", "Bearer " + token)
                    .header("X-Purpose-Of-Use", "PUBHLTH");
            return http.send(request.build(), BodyHandlers.ofString());
        }

        /** Puts a resource in as the hospital's own system would. */
        public void put(String reference, String json) throws IOException, InterruptedException {
            var answer = send(token("system", Role.SYSTEM), "PUT", "/fhir/" + reference, json.replace('\'', '"'));
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(reference + ": " + answer.statusCode() + " " + answer.body());
            }
        }

        /** Opens an account as another program does while the node runs. */
        public void account(String login, Role role, Optional<String> patient) {
            var _ = users().add(new NewUser(login, "Sam " + login, role, patient, new Password(PASSWORD)))
                    .orElseThrow();
        }

        /** Who somebody with an account is, for tokens of the same person. */
        public String subject(String login) {
            return users().find(login).orElseThrow().id();
        }

        private UserDirectory users() {
            var random = new SecureRandom();
            return UserDirectory.open(new NodeFolder(config.data()).users(), new Passwords(random), random)
                    .orElseThrow();
        }

        /** Somebody who has signed in by the page. */
        public Reader reader(String login) throws IOException, InterruptedException {
            var reader = new Reader(http, url());
            var answer = reader.submit("/login", "/login", Map.of("login", login, "password", PASSWORD));
            if (answer.statusCode() != 303) {
                throw new AssertionError(login + " cannot sign in: " + answer.statusCode());
            }
            return reader;
        }
    }

    public TwoHospitals(Path folder) throws IOException, GeneralSecurityException {
        this(folder, false, FEW);
    }

    /**
     * The same.
     *
     * @param relayed whether no connection reaches the second one but by way of the first
     */
    public TwoHospitals(Path folder, boolean relayed) throws IOException, GeneralSecurityException {
        this(folder, relayed, FEW);
    }

    /**
     * The same.
     *
     * @param fewest patients of whom a count is told
     */
    TwoHospitals(Path folder, boolean relayed, int fewest) throws IOException, GeneralSecurityException {
        this.fewest = fewest;
        try {
            authority = NetworkAuthority.open(folder.resolve("authority"), environment.clock(), environment.random());
            ledger = LedgerHost.start(authority, folder.resolve("ledger"), 0, environment.clock());
            open.push(ledger);
            founder = LedgerHost.asFounder(authority, ledger, environment.clock());
            open.push(founder);
            var _ = new Publication(authority, founder).publish().orElseThrow();
            north = start(folder, "north", Optional.empty());
            var relay = Optional.of(north.config().peers())
                    .filter(_ -> relayed)
                    .map(at -> RelayAddress.of(URI.create("https://" + at), new NodeId("south")));
            south = start(folder, "south", relay);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Else its stores stay open, and the next network of this process cannot begin.
            close();
            throw e;
        }
    }

    private Hospital start(Path folder, String id, Optional<URI> relay) throws IOException, GeneralSecurityException {
        var config = config(folder.resolve(id), id);
        var passphrase = Passphrase.generate(environment.random());
        Files.createDirectories(config.data());
        Files.writeString(config.secrets(), new String(passphrase.reveal()), StandardCharsets.US_ASCII);
        var applicant = Applicant.create(
                config.id(), config.organization(), List.of(LOCALHOST, "localhost"), environment.random());
        var identity = authority
                .admit(applicant, new NodeFolder(config.data()), passphrase)
                .orElseThrow();
        Files.write(
                config.data().resolve("sources.json"),
                SourcesFile.write(List.of(Kit.source(), DEVICES, DOCUMENTS)).array());
        var _ = Admission.submit(
                        founder,
                        identity,
                        config.organization(),
                        relay.orElseGet(() -> URI.create("https://" + config.peers())))
                .orElseThrow();
        var running = Node.start(config, environment);
        open.push(running);
        var http = HttpClient.newBuilder().sslContext(trusting(running)).build();
        open.push(http);
        return new Hospital(config, running, http);
    }

    private NodeConfig config(Path home, String id) throws IOException {
        return new NodeConfig(
                new NodeId(id),
                "Hospital " + id,
                home.resolve("data"),
                Files.createDirectories(home).resolve("secret"),
                new NodeConfig.Upkeep(
                        Optional.of(home.resolve("custody").resolve("copy.keys")),
                        Optional.of(home.resolve("backups"))),
                new Address(LOCALHOST, 0),
                Optional.empty(),
                new Address(LOCALHOST, FreePort.next()),
                true,
                NodeConfig.Mllp.OFF,
                new NodeConfig.Ledger(
                        new Address(LOCALHOST, ledger.port()), LedgerMode.EMBEDDED, Duration.ofSeconds(30)),
                NodeConfig.Records.within(Duration.ofSeconds(20)),
                new NodeConfig.Research(1_000_000, fewest),
                NodeConfig.Fhir.PLAIN,
                NodeConfig.Portal.PLAIN,
                false,
                Optional.empty());
    }

    private static SSLContext trusting(Running running) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", running.identity().authority());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            closed(open.pop());
        }
    }

    private static void closed(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("a part of the network did not close", e);
        }
    }
}

package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.Running;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** A network on this machine as its operators have it: a ledger, the authority at its desk, and members with files of settings. */
final class ThreeMembers implements AutoCloseable {
    static final String LOCALHOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Path folder;
    final EmbeddedLedger ledger;
    final ConsentLedger founder;
    final Registrar registrar;
    final Publication publication;
    private final Environment environment;
    private final NetworkAuthority authority;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, Running> nodes = new TreeMap<>();
    /** The certificate that each node has shown last. */
    private final Map<String, Sha256> shown = new ConcurrentHashMap<>();

    ThreeMembers(Path folder, Duration life) {
        var clock = InstantSource.system();
        this.folder = folder;
        this.environment = new Environment(clock, new SecureRandom());
        this.authority = NetworkAuthority.open(network().resolve("authority"), clock, environment.random(), life);
        this.ledger = LedgerHost.start(authority, network().resolve("ledger"), 0, clock);
        open.push(ledger);
        noteAddress();
        this.founder = LedgerHost.asFounder(authority, ledger, clock);
        open.push(founder);
        this.publication = new Publication(authority, founder);
        var _ = publication.publish().orElseThrow();
        this.registrar = new Registrar(authority, founder);
    }

    /** As {@code hie ledger up} does. */
    private void noteAddress() {
        try {
            NetworkPlace.noteAddress(network(), ledger.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of whoever runs the network. */
    Path network() {
        return folder.resolve("network");
    }

    String ledgerAddress() {
        return LOCALHOST + ":" + ledger.port();
    }

    Path settings(String member) {
        return folder.resolve(member).resolve("node.conf");
    }

    /** A member that the founder has admitted, and whose node runs. */
    void found(String name) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        var passphrase = Passphrase.generate(environment.random());
        Files.writeString(home.resolve("secret"), new String(passphrase.reveal()), StandardCharsets.US_ASCII);
        var applicant = Applicant.create(
                new NodeId(name), "Hospital " + name, List.of(LOCALHOST, "localhost"), environment.random());
        var identity = authority
                .admit(applicant, new NodeFolder(home.resolve("data")), passphrase)
                .orElseThrow();
        var peers = FreePort.next();
        Files.write(
                settings(name),
                List.of(
                        "node.id = " + name,
                        "node.organization = Hospital " + name,
                        "data = data",
                        "secrets = secret",
                        "http.port = " + FreePort.next(),
                        "peers.port = " + peers,
                        "peers.relay = on",
                        "record.deadline = 20000",
                        "ledger.freshness = 30",
                        "ledger.address = " + ledgerAddress()));
        var _ = Admission.submit(founder, identity, "Hospital " + name, new Address(LOCALHOST, peers))
                .orElseThrow();
        var _ = start(name);
    }

    /** Where a member is reached by the others. */
    String peers(String member) {
        return LOCALHOST + ":"
                + Objects.requireNonNull(nodes.get(member)).ports().peers();
    }

    /** Starts a node by its settings. */
    Running start(String name) {
        var config = ConfigFile.read(settings(name), Map.of()).orElseThrow();
        var running = Node.start(config, environment);
        nodes.put(name, running);
        return running;
    }

    Running running(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    void stop(String name) {
        running(name).close();
        nodes.remove(name);
    }

    /** What a node answers to somebody in this role. */
    String call(String name, Role role, String method, String path, String body) {
        var running = running(name);
        var token = running.tokens()
                .issue(new Wanted("somebody", role, Set.of(new Scope("*", "cruds")), Duration.ofMinutes(10)));
        var request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + running.ports().http() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", path.startsWith("/fhir") ? "application/fhir+json" : "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try (var client = HttpClient.newBuilder().sslContext(trusting(running)).build()) {
            var answer = client.send(request, BodyHandlers.ofString());
            shown.put(name, MemberIdentity.fingerprint((X509Certificate)
                    answer.sslSession().orElseThrow().getPeerCertificates()[0]));
            return answer.statusCode() + " " + answer.body();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(Running running) throws GeneralSecurityException {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", running.identity().authority());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is so: a node reads the ledger a moment after others have written. */
    static void await(String what, BooleanSupplier condition) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        new ArrayList<>(nodes.values()).forEach(Running::close);
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

    /** The certificate that a node has shown last. */
    Sha256 shownBy(String name) {
        return Optional.ofNullable(shown.get(name)).orElseThrow();
    }
}

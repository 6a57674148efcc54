package org.healthsphere.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.ShownCertificates;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.AccessTokens.Audience;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.http.client.BoundedCall;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/** The running node whose vault this process could open, over its own interface: that is right enough to give it orders. */
final class OwnNode implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final BoundedCall GLANCE = new BoundedCall(Duration.ofSeconds(20), 16 << 20);
    private static final int OK = 2;
    private static final Pattern HEIGHT = Pattern.compile("(?m)^hie_ledger_view_height ([-0-9.E]+)$");

    private final NodeConfig config;
    private final MemberIdentity identity;
    private final HttpClient client;

    OwnNode(NodeConfig config, MemberIdentity identity) {
        this.config = config;
        this.identity = identity;
        this.client = HttpClient.newBuilder()
                .sslContext(trusting())
                .connectTimeout(CONNECTING)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Posts as somebody of this role; the fault is what the node says. */
    Outcome<JsonNode> post(String subject, Role role, String path, JsonNode body) throws InterruptedIOException {
        return send(subject, role, path, Bytes.utf8(body.toString())).then(OwnNode::good);
    }

    /** Gets as somebody of this role. */
    Outcome<JsonNode> get(String subject, Role role, String path) throws InterruptedIOException {
        return asked(request(subject, role, path).GET().build()).then(OwnNode::good);
    }

    /** Up to which height it knows the ledger; nothing when it does not run. */
    Optional<Long> height() throws InterruptedIOException {
        var metrics = HttpRequest.newBuilder(URI.create("https://" + address() + "/metrics"))
                .GET()
                .build();
        try {
            return GLANCE.send(client, metrics).body().map(Bytes::utf8).stream()
                    .flatMap(text -> HEIGHT.matcher(text).results())
                    .map(found -> Double.valueOf(found.group(1)).longValue())
                    .findFirst();
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What the node answers. */
    record Reply(int status, JsonNode json) {}

    /** Posts, and leaves it to the caller what the answer means. */
    Outcome<Reply> send(String subject, Role role, String path, Bytes body) throws InterruptedIOException {
        return asked(request(subject, role, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.array()))
                .build());
    }

    private HttpRequest.Builder request(String subject, Role role, String path) {
        return HttpRequest.newBuilder(URI.create("https://" + address() + path))
                .header("Authorization", "Bearer " + token(subject, role));
    }

    /** A node that listens on every address listens on this machine's own as well. */
    private NodeConfig.Address address() {
        var http = config.http();
        return http.host().equals("0.0.0.0") ? new NodeConfig.Address("127.0.0.1", http.port()) : http;
    }

    private static Outcome<JsonNode> good(Reply reply) {
        return reply.status() / 100 == OK ? Outcome.of(reply.json()) : Outcome.failed(refusal(reply.json()));
    }

    private Outcome<Reply> asked(HttpRequest request) throws InterruptedIOException {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return Outcome.of(new Reply(response.statusCode(), JSON.readTree(response.body())));
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Unavailable("the node: its answer is not understood"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Unavailable("the node at " + config.http() + ": it must be running"));
        }
    }

    /** How it is; also when it says that it is not well. */
    Outcome<JsonNode> health() {
        var request = HttpRequest.newBuilder(URI.create("https://" + config.http() + "/health"))
                .GET()
                .build();
        try {
            var body = GLANCE.send(client, request).body().orElseGet(() -> Bytes.utf8(""));
            return Outcome.of(JSON.readTree(body.array()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(new Fault.Unavailable("the node at " + config.http() + ": interrupted"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Unavailable("the node at " + config.http() + ": it must be running"));
        }
    }

    private String token(String subject, Role role) {
        var random = new SecureRandom();
        var audience = new Audience(identity.id(), "https://" + identity.id() + ".healthsphere.org");
        return new AccessTokens(audience, identity, InstantSource.system(), random)
                .issue(new Wanted(subject, role, Set.of(new Scope("*", "rs")), TOKEN_LIFE));
    }

    /** One certificate, whatever the address it is shown at: that of the node whose vault was opened. */
    private void check(List<X509Certificate> chain) throws CertificateException {
        if (!MemberIdentity.fingerprint(chain.getFirst()).equals(identity.tlsFingerprint())) {
            throw new CertificateException("this is not the node's own certificate");
        }
    }

    private SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {ShownCertificates.ofServers((chain, _) -> check(chain))},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    static Fault refusal(JsonNode outcome) {
        var issue = outcome.path("issue").path(0);
        var said = issue.path("diagnostics")
                .asText(issue.path("details").path("text").asText("it does not say why"));
        return new Fault.Invalid("the node refuses: " + said);
    }
}

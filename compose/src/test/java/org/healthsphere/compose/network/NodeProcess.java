package org.healthsphere.compose.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.healthsphere.compose.network.TestNetwork.Member;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.AccessTokens.Audience;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.demo.DemoClient;
import org.healthsphere.node.demo.DemoClient.Answer;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.Role;

/** A member's node: {@code hie start --config} in a process of its own, fed by Northfield's systems. */
public final class NodeProcess implements AutoCloseable {
    /** The name of the source that it knows. */
    public static final String SOURCE = Hospital.NORTH.source().name();

    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestNetwork network;
    private final Member member;
    private Optional<HieProcess> process = Optional.empty();
    private Optional<DemoClient> client = Optional.empty();

    /**
     * A node that does not run yet.
     *
     * @param more settings besides those that every node has here
     * @param files in its folder, by their names
     */
    NodeProcess(TestNetwork network, Member member, List<String> more, Map<String, String> files) {
        this.network = network;
        this.member = member;
        TestNetwork.write(config(), String.join("\n", settings(more)) + "\n");
        TestNetwork.write(
                member.folder().part("sources.json"),
                SourcesFile.write(List.of(Hospital.NORTH.source())).utf8());
        files.forEach((name, text) -> TestNetwork.write(member.folder().part(name), text));
    }

    public Path config() {
        return member.home().resolve("node.conf");
    }

    private List<String> settings(List<String> more) {
        var settings = new ArrayList<>(List.of(
                "node.id = " + member.identity().id(),
                "node.organization = Hospital " + member.identity().id(),
                "data = data",
                "secrets = secret",
                "http.port = 0",
                "peers.port = 0",
                "mllp.port = 0",
                "ledger.address = " + network.ledgerAddress()));
        settings.addAll(more);
        return settings;
    }

    /** The folder of everything that it keeps. */
    public Path data() {
        return member.folder().part("");
    }

    /** Starts it on what its folder holds. */
    public void start() {
        start(HieProcess.JVM);
    }

    /** The same, with these flags of the Java virtual machine. */
    void start(List<String> jvm) {
        var started = HieProcess.start(member.home(), jvm, "start", "--json", "--config", config().toString());
        process = Optional.of(started);
        var base = URI.create(base()).resolve("/");
        client = Optional.of(new DemoClient(Trust.in(network.authority(), Optional.empty()), base));
    }

    /** Cuts it off its power. */
    public void kill() {
        running().kill();
    }

    public HieProcess running() {
        return process.orElseThrow();
    }

    Member member() {
        return member;
    }

    private JsonNode ready() {
        return running().ready();
    }

    public URI peers() {
        return URI.create(
                "https://" + TestNetwork.LOCALHOST + ":" + ready().path("peers").asInt());
    }

    public InetSocketAddress mllp() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ready().path("mllp").asInt());
    }

    /** A program that trusts the network's authority. */
    public DemoClient client() {
        return client.orElseThrow();
    }

    /** The address of its FHIR interface. */
    public String base() {
        return ready().path("fhir").asText();
    }

    /** A file with the certificate that it shows is signed by. */
    public Path authorityPem() {
        return Path.of(ready().path("caPem").asText());
    }

    /** What a program needs to trust it. */
    public SSLContext trust() {
        return Trust.in(network.authority(), Optional.empty());
    }

    /** A line to its door for people and programs, for bytes that no HTTP library would send. */
    public RawLine line() {
        var port = URI.create(base()).getPort();
        return RawLine.to(Trust.in(network.authority(), Optional.empty()), port);
    }

    /** The system's token that it prints when it is ready. */
    public String token() {
        return ready().path("token").asText();
    }

    /** A token of its own for somebody in this role. */
    public String token(Role role, String subject) {
        var identity = member.identity();
        var audience = new Audience(identity.id(), "https://" + identity.id() + ".healthsphere.org");
        return new AccessTokens(audience, identity, TestNetwork.CLOCK, TestNetwork.RANDOM)
                .issue(new Wanted(subject, role, Set.of(new Scope("*", "cruds")), Duration.ofHours(1)));
    }

    /** Every resource of a type, by search, page after page. */
    public List<JsonNode> all(String type) {
        List<JsonNode> found = new ArrayList<>();
        var path = "/fhir/" + type + "?_count=200";
        while (!path.isEmpty()) {
            var page = answered(path).orFail("searching " + type).json();
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            path = next(page);
        }
        assertThat(found.size()).as("all of %s", type).isEqualTo(total(type + "?"));
        return found;
    }

    private static String next(JsonNode page) {
        for (var link : page.path("link")) {
            if (link.path("relation").asText().equals("next")) {
                var address = URI.create(link.path("url").asText());
                return address.getRawPath() + "?" + address.getRawQuery();
            }
        }
        return "";
    }

    /** How many a search finds, by its own count. */
    public int total(String search) {
        var answer = answered("/fhir/" + search + "&_summary=count");
        return answer.orFail("counting " + search).json().path("total").asInt();
    }

    /** What it answers once it can: on a slow machine it may not have heard of the ledger for too long to say anything. */
    private Answer answered(String path) {
        var answer = new AtomicReference<Answer>();
        Patience.until("an answer to " + path, () -> {
            answer.set(client().get(path, token()));
            return answer.get().status() != UNAVAILABLE;
        });
        return answer.get();
    }

    /** What has become of the messages of its sources. */
    public Messages messages() {
        var json = client().get("/api/v1/feeds", token()).orFail("the report").json();
        return new Messages(
                json.path("received").asLong(),
                json.path("stored").asLong(),
                json.path("quarantined").asLong());
    }

    /** As the node counts them. */
    public record Messages(long received, long stored, long quarantined) {
        public Messages plus(long moreStored, long moreQuarantined) {
            return new Messages(
                    received + moreStored + moreQuarantined, stored + moreStored, quarantined + moreQuarantined);
        }
    }

    /** Waits until it has seen the ledger up to this height. */
    public void awaitHeight(long height) {
        Patience.until("the node at height " + height, () -> metric("hie_ledger_view_height") >= height);
    }

    /** What {@code /metrics} says of this; no number when it says nothing. */
    public double metric(String name) {
        return client().get("/metrics", token())
                .body()
                .utf8()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The entries of its audit log of this kind, the whole chain verified first. It may be written to meanwhile. */
    public List<JsonNode> audited(String event) {
        try {
            var text = Files.readString(member.folder().part("audit").resolve("audit.log"));
            var whole = text.substring(0, text.lastIndexOf('\n') + 1);
            var copy = Files.writeString(member.home().resolve("audit-copy.log"), whole);
            assertThat(AuditVerifier.verify(copy).orElseThrow().entries()).isPositive();
            List<JsonNode> entries = new ArrayList<>();
            for (var line : whole.lines().toList()) {
                var entry = JSON.readTree(line);
                if (entry.path("event").asText().equals(event)) {
                    entries.add(entry);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its folder, and what it has logged. */
    public Path home() {
        return member.home();
    }

    @Override
    public void close() {
        process.ifPresent(HieProcess::close);
    }
}

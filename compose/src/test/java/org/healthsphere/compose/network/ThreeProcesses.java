package org.healthsphere.compose.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.healthsphere.compose.network.TestNetwork.Member;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.demo.DemoClient;
import org.healthsphere.node.demo.DemoClient.Answer;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.Bytes;

/** One hospital of three processes, each {@code hie start --config} with a folder of its own, and cables between them. */
public final class ThreeProcesses implements AutoCloseable {
    public static final int PROCESSES = 3;

    private final TestNetwork network;
    private final Member member;
    private final IntFunction<List<String>> jvm;
    private final List<Integer> ports = new ArrayList<>();
    private final Map<Integer, Map<Integer, Cable>> cables = new TreeMap<>();
    private final Map<Integer, HieProcess> running = new TreeMap<>();
    private final Map<Integer, DemoClient> clients = new TreeMap<>();

    /** Prepares it; nothing runs yet. */
    public ThreeProcesses(TestNetwork network, String id) {
        this(network, id, _ -> HieProcess.JVM);
    }

    /**
     * The same.
     *
     * @param jvm flags of the Java virtual machine of each process
     */
    public ThreeProcesses(TestNetwork network, String id, IntFunction<List<String>> jvm) {
        this.network = network;
        this.jvm = jvm;
        this.member = network.certified(id);
        TestNetwork.write(
                member.folder().part("sources.json"),
                SourcesFile.write(List.of(Hospital.NORTH.source())).utf8());
        IntStream.rangeClosed(1, PROCESSES).forEach(_ -> ports.add(FreePort.next()));
        for (var from = 1; from <= PROCESSES; from++) {
            var others = new TreeMap<Integer, Cable>();
            for (var to = 1; to <= PROCESSES; to++) {
                if (to != from) {
                    others.put(to, Cable.to(ports.get(to - 1)));
                }
            }
            cables.put(from, others);
        }
        IntStream.rangeClosed(1, PROCESSES).forEach(this::prepare);
    }

    /** The folder of a process, with what all have of each other from the beginning: who they are. */
    private void prepare(int process) {
        var home = home(process);
        copy(member.home(), home);
        TestNetwork.write(home.resolve("node.conf"), String.join("\n", settings(process)) + "\n");
    }

    private Map<Integer, Cable> cablesOf(int process) {
        return Objects.requireNonNull(cables.get(process));
    }

    private Cable cable(int process, int to) {
        return Objects.requireNonNull(cablesOf(process).get(to));
    }

    private List<String> settings(int process) {
        var members = IntStream.rangeClosed(1, PROCESSES)
                .mapToObj(to -> TestNetwork.LOCALHOST + ":"
                        + (to == process
                                ? ports.get(to - 1)
                                : cable(process, to).port()))
                .collect(Collectors.joining(","));
        return List.of(
                "node.id = " + member.identity().id(),
                "node.organization = Hospital " + member.identity().id(),
                "data = data",
                "secrets = secret",
                "http.port = 0",
                "peers.port = 0",
                "mllp.port = 0",
                "cluster.members = " + members,
                "cluster.self = " + process,
                "ledger.address = " + network.ledgerAddress());
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home(int process) {
        return member.home().resolveSibling(member.home().getFileName() + "-" + process);
    }

    /** Puts the hospital on the ledger. */
    public void admit() {
        var _ = network.admit(member, 1);
    }

    /** Starts processes and waits until each is ready. */
    public void start(int... processes) {
        for (var process : processes) {
            running.put(
                    process,
                    HieProcess.start(
                            home(process),
                            jvm.apply(process),
                            "start",
                            "--json",
                            "--config",
                            home(process).resolve("node.conf").toString()));
        }
        for (var process : processes) {
            var base = URI.create(Objects.requireNonNull(running.get(process))
                            .ready()
                            .path("fhir")
                            .asText())
                    .resolve("/");
            clients.put(process, new DemoClient(trust(), base));
        }
        for (var process : processes) {
            Patience.until(
                    "process " + process + " in good health",
                    () -> health(process).path("status").asText().equals("up"));
        }
    }

    public HieProcess running(int process) {
        return Optional.ofNullable(running.get(process)).orElseThrow();
    }

    public void kill(int process) {
        running(process).kill();
    }

    /** A line between this process and each of the others, both ways, comes apart. */
    public void cutOff(int process) {
        between(process).forEach(Cable::cut);
    }

    public void mend(int process) {
        between(process).forEach(Cable::mend);
    }

    private List<Cable> between(int process) {
        var all = new ArrayList<Cable>(cablesOf(process).values());
        cables.forEach((from, others) -> {
            if (from != process) {
                all.add(others.get(process));
            }
        });
        return all;
    }

    /** What a program needs to trust any of them. */
    public SSLContext trust() {
        return Trust.in(network.authority(), Optional.empty());
    }

    public String token(int process) {
        return running(process).ready().path("token").asText();
    }

    /** A token of any process is good at each: that of the first that was started. */
    public DemoClient client(int process) {
        return Optional.ofNullable(clients.get(process)).orElseThrow();
    }

    public Answer get(int process, String path) {
        return client(process).get(path, token(process));
    }

    public Answer post(int process, String path, String json) {
        return client(process).post(path, token(process), "application/fhir+json", Bytes.utf8(json));
    }

    public JsonNode health(int process) {
        return client(process).get("/health", token(process)).json();
    }

    /** Who leads, as a process says that is up. */
    public OptionalInt head(int... processes) {
        for (var process : processes) {
            var cluster = health(process).path("cluster");
            if (cluster.path("leads").asBoolean()) {
                return OptionalInt.of(process);
            }
        }
        return OptionalInt.empty();
    }

    /** Waits until one of these leads. */
    public int awaitHead(int... processes) {
        Patience.until("a leading process", () -> head(processes).isPresent());
        return head(processes).orElseThrow();
    }

    @Override
    public void close() {
        running.values().forEach(HieProcess::close);
        cables.values().forEach(others -> others.values().forEach(Cable::close));
    }
}

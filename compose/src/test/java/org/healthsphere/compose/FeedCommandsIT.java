package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.healthsphere.compose.network.HieProcess;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.healthsphere.node.ingest.mllp.MllpClient;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running node has taken in: other systems are told of it, and stewards list, withdraw and extract it by commands. */
class FeedCommandsIT {
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final String VIEW = """
        {"resourceType": "ViewDefinition", "resource": "Condition", "status": "active",
         "select": [{"column": [{"name": "code", "path": "code.coding.first().code"}]}]}\
        """;

    /** It maps nothing that there is here: OMOP has concept 0 then, and the source's code. */
    private static final String VOCABULARY = """
        {"resourceType": "ConceptMap", "status": "active", "group": [{"source": "http://loinc.org", "target": "https://fhir-terminology.ohdsi.org",
         "element": [{"code": "4548-4", "target": [{"code": "3004410", "equivalence": "equivalent"}]}]}]}\
        """;

    @TempDir
    private Path folder;

    @Test
    void what_comes_in_is_told_listed_withdrawn_restored_and_extracted() throws IOException {
        try (var archive = new Archive();
                var network = TestNetwork.found(folder);
                var node = network.nodeWith("river", List.of(), Map.of("listeners.json", archive.line()))) {
            send(node, "A01", "1", "Asthma");
            send(node, "A08", "2", "Bronchitis");
            Patience.until("the archive is told", () -> archive.events().size() >= 3);
            assertThat(archive.events()).startsWith("A28", "A01");

            var listed = hie(node, "messages", "list");
            assertThat(listed.lines()).hasSize(2);
            var second = Stream.of(listed.lines().findFirst().orElseThrow().split("\\s+"))
                    .filter(word -> word.matches("[0-9a-f]{32}"))
                    .findFirst()
                    .orElseThrow();
            assertThat(extracted(node)).containsExactlyInAnyOrder("code", "Asthma", "Bronchitis");

            assertThat(hie(node, "messages", "withdraw", second)).isNotBlank();
            assertThat(extracted(node)).containsExactlyInAnyOrder("code", "Asthma");
            assertThat(hie(node, "messages", "restore", second)).isNotBlank();

            var vocabulary = folder.resolve("vocabulary.json");
            Files.writeString(vocabulary, VOCABULARY);
            var omop = folder.resolve("omop");
            assertThat(hie(node, "extract", "omop", "--vocabulary", vocabulary.toString(), "--to", omop.toString()))
                    .isNotBlank();
            assertThat(Files.readString(omop.resolve("condition_occurrence.csv")))
                    .contains("Asthma")
                    .contains("Bronchitis");
        }
    }

    private static void send(NodeProcess node, String event, String id, String diagnosis) {
        var message = "MSH|^~\\&|REG|NORTH|HS|NORTH|20260102030405||ADT^" + event + "|" + id + "|P|2.5.1\r"
                + "PID|1||4711^^^NORTHFIELD^MR||Example^One||19700102|F\r"
                + "PV1|1|I|W1|||||||||||||||||V1^^^NORTHFIELD\rDG1|1||" + diagnosis + "^" + diagnosis
                + "^LOC||20260101\r";
        try (var line = MllpClient.connect(SocketFactory.getDefault(), node.mllp(), ANSWER)) {
            assertThat(line.send(Bytes.utf8(message)).utf8()).contains("\rMSA|AA|" + id + "\r");
        }
    }

    private List<String> extracted(NodeProcess node) throws IOException {
        var view = folder.resolve("view.json");
        Files.writeString(view, VIEW);
        var rows = folder.resolve("rows.csv");
        assertThat(hie(node, "extract", "csv", "--view", view.toString(), "--to", rows.toString()))
                .contains("rows");
        return Files.readString(rows).lines().toList();
    }

    /** What a command says; it must succeed. */
    private String hie(NodeProcess node, String... words) throws IOException {
        // The node took a free port; who calls it must know which.
        var settings = Files.readString(node.config())
                .replace(
                        "http.port = 0",
                        "http.port = " + URI.create(node.base()).getPort());
        var config = Files.writeString(node.config().resolveSibling("commands.conf"), settings);
        var command = Stream.concat(Stream.of(words), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        try (var process = HieProcess.start(folder.resolve("logs"), command)) {
            assertThat(process.exitCode()).as(() -> process.err()).isZero();
            return String.join("\n", process.lines());
        }
    }

    /** A system of the hospital's that listens, and acknowledges what it is told. */
    private static final class Archive implements AutoCloseable {
        private final ServerSocket server;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Archive() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            var _ = Thread.ofVirtual().start(this::listen);
        }

        String line() {
            return "[{\"name\": \"archive\", \"host\": \"127.0.0.1\", \"port\": " + server.getLocalPort()
                    + ", \"application\": \"ARC\", \"facility\": \"NORTH\"}]";
        }

        private void listen() {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    answer(socket);
                } catch (IOException _) {
                    // The node hangs up, or the test is over.
                }
            }
        }

        private void answer(Socket socket) throws IOException {
            for (var message = read(socket.getInputStream());
                    message.isPresent();
                    message = read(socket.getInputStream())) {
                var header = message.get().lines().findFirst().orElse("").split("\\|", -1);
                heard.add(header[8].split("\\^", -1)[1]);
                socket.getOutputStream()
                        .write(("\u000bMSH|^~\\&|ARC|NORTH|||1||ACK|1|P|2.5.1\rMSA|AA|" + header[9] + "\r\u001c\r")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Empty when the line has ended. */
        private static Optional<String> read(InputStream in) throws IOException {
            var text = new StringBuilder();
            for (var b = in.read(); b >= 0; b = in.read()) {
                if (b == 0x1C) {
                    var _ = in.read();
                    return Optional.of(text.toString());
                }
                if (b != 0x0B) {
                    text.append((char) b);
                }
            }
            return Optional.empty();
        }

        /** The events that it was told of. */
        List<String> events() {
            return heard.stream().collect(Collectors.toUnmodifiableList());
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

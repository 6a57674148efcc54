package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.compose.network.HieProcess;
import org.healthsphere.keys.Pem;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.node.demo.DemoClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REFUSED = 1;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void every_problem_of_the_settings_is_told_at_once_and_nothing_starts() throws IOException {
        var config = folder.resolve("node.conf");
        Files.writeString(config, """
                node.id = north
                node.organization = Northfield
                node.colour = green
                data = data
                secrets = secret
                http.port = 70000
                record.deadline = soon
                """);
        try (var hie = HieProcess.start(folder, "start", "--json", "--config", config.toString())) {
            assertThat(hie.exitCode()).isEqualTo(REFUSED);
            assertThat(hie.err().lines())
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).startsWith("node.colour: is not a setting"),
                            line -> assertThat(line).startsWith("http.port: must be a whole number from 0 to 65535"),
                            line -> assertThat(line).startsWith("record.deadline: must be a whole number"),
                            line -> assertThat(line).startsWith("ledger.address: is missing"));
            assertThat(hie.lines()).isEmpty();
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"start,2", "'start,--dev',2", "'start,--config,no-such-file',1", "'start,--colour',2"})
    void a_start_that_cannot_be_is_refused_in_words(String command, int exitCode) {
        try (var hie = HieProcess.start(folder, command.split(",", -1))) {
            assertThat(hie.exitCode()).isEqualTo(exitCode);
            assertThat(hie.err()).isNotBlank();
            assertThat(hie.lines()).isEmpty();
        }
    }

    @Test
    void a_node_for_tools_says_once_where_it_is_stops_when_told_and_finds_its_data_again() throws Exception {
        var data = folder.resolve("node");
        var first = dev(data);
        var id = created(first);
        stopped(first, data);

        var second = dev(data);
        var ready = second.ready();
        var cpu = second.cpu();
        var again = client(ready)
                .get("/fhir/Patient?family=Kept", ready.path("token").asText())
                .orFail("the search after the restart")
                .json();
        assertThat(again.path("total").asInt()).isEqualTo(1);
        assertThat(again.at("/entry/0/resource/id").asText()).isEqualTo(id);
        stopped(second, data);

        var measured = JSON.createObjectNode();
        cpu.ifPresent(used -> measured.put("startOnExistingDataCpuSeconds", used.toMillis() / 1000.0));
        Files.writeString(Path.of("target", "start.json"), measured + "\n");
    }

    private HieProcess dev(Path data) {
        return HieProcess.start(folder, "start", "--dev", "--data", data.toString(), "--json");
    }

    /** The id of a Patient that it took from a program that knows nothing but its ready line. */
    private static String created(HieProcess node) throws Exception {
        var ready = node.ready();
        assertThat(ready.propertyStream().map(Map.Entry::getKey))
                .contains("fhir", "terminology", "pid", "ledger", "truststore", "truststorePassword", "caPem", "token");
        assertThat(ready.path("pid").asLong()).isEqualTo(node.pid());
        assertThat(ready.path("ledger").asText()).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(ready.path("terminology").asText())
                .isEqualTo(ready.path("fhir").asText().replace("/fhir", "/terminology"));
        var client = client(ready);
        var token = ready.path("token").asText();
        assertThat(client.get("/fhir/metadata", token)
                        .orFail("metadata")
                        .json()
                        .path("fhirVersion")
                        .asText())
                .isEqualTo("4.0.1");
        assertThat(client.get("/terminology/metadata", token).status()).isEqualTo(200);
        assertThat(client.get("/fhir/Patient", "no-token").status()).isEqualTo(401);
        return client.post(
                        "/fhir/Patient",
                        token,
                        JSON.readTree("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Kept\"}]}"))
                .orFail("a patient")
                .json()
                .path("id")
                .asText();
    }

    /** A client that trusts what the ready line says may be trusted. */
    private static DemoClient client(JsonNode ready) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(Path.of(ready.path("truststore").asText()))) {
            store.load(in, ready.path("truststorePassword").asText().toCharArray());
        }
        var pem = Files.readString(Path.of(ready.path("caPem").asText()));
        var authority = (X509Certificate) store.getCertificate(store.aliases().nextElement());
        assertThat(Pem.certificates(pem).orElseThrow()).containsExactly(authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return new DemoClient(context, URI.create(ready.path("fhir").asText()).resolve("/"));
    }

    private static void stopped(HieProcess node, Path data) throws IOException {
        node.stop();
        assertThat(node.exitCode()).isIn(0, SIGTERM);
        assertThat(node.lines()).as("what it printed").hasSize(1);
        var log = data.resolve("node").resolve("audit").resolve("audit.log");
        assertThat(AuditVerifier.verify(log).orElseThrow().entries()).isPositive();
        assertThat(Files.readAllLines(log).getLast()).contains("\"event\":\"node-stopped\"");
    }
}

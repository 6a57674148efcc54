package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.OneNode;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * FHIR clients that others wrote find their way through a running node: {@code tools/clients}.
 *
 * <p>SMART's own client for exports is not published as a package, so none walks one here; {@code BulkExportTest} follows the
 * same requests.
 */
@ExtendWith(OneNode.class)
class ClientsIT {
    private static final Path CLIENTS = Path.of("..", "tools", "clients");
    private static final int COUNT = 57;
    private static final String PATIENT = "walked";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeProcess north;

    ClientsIT(NodeProcess north) {
        this.north = north;
    }

    /** One patient, and so many observations, a day apart, written in another order than theirs. */
    @BeforeEach
    void there_is_a_patient_to_walk_through() {
        assumeTrue(
                Files.isDirectory(CLIENTS.resolve("node_modules")),
                "'hie verify' installs the clients of tools/clients where there is npm");
        var entries = IntStream.range(0, COUNT)
                .mapToObj(i -> put(
                        "Observation/walked-" + i,
                        "\"status\":\"final\",\"code\":{\"text\":\"weight\"},\"effectiveDateTime\":\""
                                + day(i * 23 % COUNT) + "\",\"subject\":{\"reference\":\"Patient/" + PATIENT + "\"}"))
                .collect(Collectors.joining(
                        ",", put("Patient/" + PATIENT, "\"name\":[{\"family\":\"Example\"}]") + ",", ""));
        north.client()
                .post(
                        "/fhir",
                        north.token(),
                        "application/fhir+json",
                        Bytes.utf8(
                                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}"))
                .orFail("the patient");
    }

    private static String put(String id, String members) {
        var parts = id.split("/", -1);
        return "{\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s},\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}"
                .formatted(parts[0], parts[1], members, id);
    }

    private static String day(int day) {
        return "2024-%02d-%02d".formatted(1 + day / 28, 1 + day % 28);
    }

    private static List<String> days() {
        return IntStream.range(0, COUNT).mapToObj(ClientsIT::day).toList();
    }

    @Test
    void fhir_kit_client_reads_searches_pages_resolves_writes_patches_and_batches() throws Exception {
        assertThat(walk("kit.mjs"))
                .isEqualTo(JSON.valueToTree(new Kit(
                        "fhir-kit-client",
                        "4.0.1",
                        "Example",
                        COUNT,
                        6,
                        days(),
                        "Patient/" + PATIENT,
                        COUNT,
                        List.of("active", "inactive", "entered-in-error"),
                        3,
                        "inactive",
                        List.of("200", "404", "204"),
                        410,
                        "OperationOutcome")));
    }

    @Test
    void smarts_own_client_reads_pages_resolves_writes_and_patches() throws Exception {
        assertThat(walk("smart.mjs"))
                .isEqualTo(JSON.valueToTree(new Smart(
                        "fhirclient",
                        "Example",
                        6,
                        days(),
                        COUNT,
                        "Patient/" + PATIENT,
                        List.of("active", "inactive", "entered-in-error"),
                        410)));
    }

    /** What {@code kit.mjs} tells. */
    private record Kit(
            String client,
            String fhirVersion,
            String family,
            int total,
            int pages,
            List<String> dates,
            String resolved,
            int compartment,
            List<String> statuses,
            int history,
            String second,
            List<String> batch,
            int deleted,
            String outcome) {}

    /** What {@code smart.mjs} tells. */
    private record Smart(
            String client,
            String family,
            int pages,
            List<String> dates,
            int resources,
            String resolved,
            List<String> statuses,
            int deleted) {}

    private JsonNode walk(String script) throws IOException, InterruptedException {
        var err = Files.createTempFile(north.home(), "walk", ".err");
        var command = new ProcessBuilder("node", script, north.base(), PATIENT)
                .directory(CLIENTS.toFile())
                .redirectError(err.toFile());
        command.environment().put("HIE_TOKEN", north.token());
        command.environment().put("NODE_EXTRA_CA_CERTS", north.authorityPem().toString());
        var process = command.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> read(err)).isZero();
        return JSON.readTree(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

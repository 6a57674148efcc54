package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.OneNode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** IPF, a client of IHE's profiles that others wrote, asks a running node: {@code tools/ipf}. */
@ExtendWith(OneNode.class)
class IpfIT {
    private static final Path IPF = Path.of("..", "tools", "ipf");

    private final NodeProcess north;

    IpfIT(NodeProcess north) {
        this.north = north;
    }

    @Test
    void ipf_finds_a_patient_cross_references_lists_finds_and_retrieves_documents() throws Exception {
        assumeTrue(
                Files.exists(IPF.resolve("target").resolve("classes").resolve("Walk.class")),
                "'hie verify' builds tools/ipf where its libraries can be had");
        var letter = Base64.getEncoder().encodeToString("A letter".getBytes(StandardCharsets.UTF_8));
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + put(
                        "Patient/ipf",
                        "\"name\":[{\"family\":\"Ipfova\",\"given\":[\"Ilsabella\"]}],\"gender\":\"female\",\"birthDate\":\"1961-07-09\","
                                + "\"address\":[{\"line\":[\"1 Sample Street\"],\"city\":\"Sampletown\",\"postalCode\":\"01101\"}],\"identifier\":[{\"system\":\"urn:oid:2.999.66.1\",\"value\":\"I1\"},"
                                + "{\"system\":\"urn:oid:2.999.66.2\",\"value\":\"I2\"}]")
                + ","
                + put(
                        "DocumentReference/ipf-1",
                        "\"status\":\"current\",\"subject\":{\"reference\":\"Patient/ipf\"},\"date\":\"2026-01-02T10:00:00Z\","
                                + "\"type\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"18842-5\"}]},"
                                + "\"content\":[{\"attachment\":{\"contentType\":\"text/plain\",\"data\":\"" + letter
                                + "\"}}]")
                + "]}";
        north.client()
                .post("/fhir", north.token(), "application/fhir+json", Bytes.utf8(bundle))
                .orFail("the patient");
        assertThat(walked())
                .containsExactly(
                        "ITI-78 ipf",
                        "ITI-119 ipf certain",
                        "ITI-83 I2",
                        "ITI-66 [1]",
                        "ITI-67 application/fhir+json,text/plain,text/xml",
                        "ITI-68 A letter");
    }

    private static String put(String id, String members) {
        var parts = id.split("/", -1);
        return "{\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s},\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}"
                .formatted(parts[0], parts[1], members, id);
    }

    private List<String> walked() throws IOException, InterruptedException {
        var err = Files.createTempFile(north.home(), "ipf", ".err");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var origin = north.base().replaceFirst("/fhir$", "");
        var command = new ProcessBuilder(java, "-cp", "target/classes:target/lib/*", "Walk", origin, "ipf", "Ipfova")
                .directory(IPF.toFile())
                .redirectError(err.toFile());
        command.environment().put("HIE_TOKEN", north.token(Role.CLINICIAN, "dr-ipf"));
        command.environment().put("HIE_AUTHORITY", north.authorityPem().toString());
        var process = command.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var told = out.lines().filter(line -> line.startsWith("ITI-")).collect(Collectors.toList());
        assertThat(process.waitFor()).as(() -> read(err)).isZero();
        return told;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

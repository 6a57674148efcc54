package org.healthsphere.compose.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.healthsphere.compose.network.HieProcess;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.ThreeProcesses;

/**
 * A process of a hospital, as its clients come in.
 *
 * @param base of its FHIR interface
 * @param token of the hospital's system
 * @param trust in the certificate that it shows
 */
record Door(String base, String token, SSLContext trust, HieProcess process) {
    /** As {@code hie start} has it. */
    static List<String> flags(String heap, Path log) {
        return Stream.concat(Stream.of("-Xmx" + heap, "-XX:+UseParallelGC"), Memory.flags(log).stream())
                .toList();
    }

    static Door of(NodeProcess node) {
        return new Door(node.base(), node.token(), node.trust(), node.running());
    }

    static List<Door> of(ThreeProcesses hospital) {
        return IntStream.rangeClosed(1, ThreeProcesses.PROCESSES)
                .mapToObj(process -> new Door(
                        hospital.running(process).ready().path("fhir").asText(),
                        hospital.token(process),
                        hospital.trust(),
                        hospital.running(process)))
                .toList();
    }

    Duration cpu() {
        return process.cpu().orElse(Duration.ZERO);
    }
}

package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.healthsphere.compose.network.TestNetwork;
import org.healthsphere.node.ingest.mllp.MllpClient;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hospital's systems send over TLS, where the node is told so. */
class SealedMessagesIT {
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Bytes MESSAGE = Bytes.utf8(
            "MSH|^~\\&|REG|NORTH|HS|NORTH|2024||ADT^A04|S-1|P|2.5.1\rPID|1||1^^^NORTHFIELD^MR||Example^One\r");

    @TempDir
    private Path folder;

    @Test
    void messages_come_over_tls_and_by_no_other_way() {
        try (var network = TestNetwork.found(folder);
                var node = network.nodeWith("river", List.of("mllp.tls = on"), Map.of())) {
            try (var line = MllpClient.connect(node.trust().getSocketFactory(), node.mllp(), ANSWER)) {
                assertThat(line.send(MESSAGE).utf8()).contains("\rMSA|AA|S-1\r");
                assertThat(node.metric("hie_mllp_connections_open")).isEqualTo(1);
            }
            for (var stranger : List.of(SocketFactory.getDefault(), SSLSocketFactory.getDefault())) {
                try (var line = MllpClient.connect(stranger, node.mllp(), ANSWER)) {
                    assertThatThrownBy(() -> line.send(MESSAGE)).isInstanceOf(UncheckedIOException.class);
                }
            }
            assertThat(node.total("Patient?")).isEqualTo(1);
        }
    }
}

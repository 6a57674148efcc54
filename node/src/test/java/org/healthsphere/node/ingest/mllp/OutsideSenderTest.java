package org.healthsphere.node.ingest.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.llp.LLPException;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.IngestReport;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that others have written send to the node. */
class OutsideSenderTest {
    private static final int PATIENCE = 60;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private Kit kit;
    private int port;

    @BeforeEach
    void listen() throws TimeoutException {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        port = MllpServer.listen(
                        vertx,
                        useCases,
                        new NetServerOptions().setHost("127.0.0.1").setPort(0),
                        new V2Endpoint(kit.ingest, "north", Kit.CLOCK),
                        Bounds.USUAL)
                .await(PATIENCE, TimeUnit.SECONDS)
                .port();
    }

    @AfterEach
    void stop() throws TimeoutException {
        useCases.close();
        vertx.close().await(PATIENCE, TimeUnit.SECONDS);
    }

    private static String adt(int number) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^A04|m" + number + "|P|2.5.1\r" + "PID|1||" + number % 3
                + "^^^NORTH^MR||Muster^Maria\r";
    }

    @Test
    void hapis_own_client_gets_an_acknowledgement_for_each_message() throws HL7Exception, IOException, LLPException {
        try (var context = new DefaultHapiContext(ValidationContextFactory.noValidation())) {
            var connection = context.newClient("127.0.0.1", port, false);
            connection.getInitiator().setTimeout(PATIENCE, TimeUnit.SECONDS);
            for (var i = 0; i < 10; i++) {
                var answer = connection
                        .getInitiator()
                        .sendAndReceive(context.getPipeParser().parse(adt(i)));
                assertThat(answer.encode()).contains("MSA|AA|m" + i);
            }
            connection.close();
        }
        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(10, 10, 0));
        assertThat(kit.current("Patient")).hasSize(3);
    }

    /** Of Debian's package python3-hl7, where that is installed. */
    @Test
    void mllp_send_gets_an_acknowledgement_for_each_message() throws IOException, InterruptedException {
        var program = Path.of("/usr/bin/mllp_send");
        assumeTrue(Files.isExecutable(program), "mllp_send is not installed (Debian: python3-hl7)");
        var file = folder.resolve("messages.hl7");
        Files.writeString(file, adt(0) + adt(1) + adt(2), StandardCharsets.UTF_8);
        var said = folder.resolve("said");

        var sending = new ProcessBuilder(
                        program.toString(),
                        "--loose",
                        "--file",
                        file.toString(),
                        "--port",
                        String.valueOf(port),
                        "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(sending.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said))
                .contains("MSA|AA|m0")
                .contains("MSA|AA|m1")
                .contains("MSA|AA|m2");
        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(3, 3, 0));
    }
}

package org.healthsphere.node.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.mllp.Bounds;
import org.healthsphere.node.ingest.mllp.MllpServer;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.NotificationGate;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hospital's node tells another system, which here is a node's own reader of HL7 v2. */
class NotificationsTest {
    private static final int PATIENCE = 60;
    private static final String VISIT = "PV1|1|I|||||||||||||||||V9^^^NORTH";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final List<String> heard = new ArrayList<>();
    private final AtomicBoolean taking = new AtomicBoolean(true);
    private final AtomicBoolean hidden = new AtomicBoolean();
    private Kit hospital;
    private Kit other;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicReference<String> refusal = new AtomicReference<>("AE|x");
    private int port;
    private Notifications notifications;

    /** A gate that lets everything out, or nothing of visits. */
    private final class Gate implements NotificationGate {
        @Override
        public Outcome<List<StoredResource>> visible(Access subscriber, List<StoredResource> versions) {
            return Outcome.of(versions.stream()
                    .filter(v -> !hidden.get() || !v.id().type().equals("Encounter"))
                    .toList());
        }

        @Override
        public Outcome<List<StoredResource>> notifying(Access subscriber, List<StoredResource> versions) {
            return visible(subscriber, versions);
        }
    }

    @BeforeEach
    void listen() throws TimeoutException {
        hospital = new Kit(folder.resolve("a"), new V2Feed());
        other = new Kit(folder.resolve("b"), Kit.source(), new V2Feed());
        var endpoint = new V2Endpoint(other.ingest, "north", Kit.CLOCK);
        var server = MllpServer.listen(
                        vertx,
                        useCases,
                        new NetServerOptions().setHost("127.0.0.1").setPort(0),
                        this.hearing(endpoint),
                        Bounds.USUAL)
                .await(PATIENCE, TimeUnit.SECONDS);
        port = server.port();
        notifications = telling(false);
        // It hears of what comes from now on.
        assertThat(notifications.round()).isZero();
    }

    private Notifications telling(boolean passesOver) {
        return new Notifications(
                hospital.store,
                new Gate(),
                new NodeId("northfield"),
                new Listener(
                        "archive",
                        InetSocketAddress.createUnresolved("127.0.0.1", port),
                        false,
                        "ARC",
                        "NORTH",
                        passesOver),
                _ -> SocketFactory.getDefault());
    }

    private Function<Bytes, List<Bytes>> hearing(V2Endpoint endpoint) {
        return message -> {
            if (refusing.get()) {
                return List.of(Bytes.utf8("MSH|^~\\&|A|B|C|D|1||ACK|1|P|2.5.1\rMSA|AR|"
                        + message.utf8().lines().findFirst().orElse("").split("\\|", -1)[9] + "\r"));
            }
            if (!taking.get()) {
                return List.of(Bytes.utf8("MSH|^~\\&|A|B|C|D|1||ACK|1|P|2.5.1\rMSA|" + refusal.get() + "\r"));
            }
            heard.add(message.utf8().lines().findFirst().orElse("").split("\\|", -1)[8]);
            return endpoint.apply(message);
        };
    }

    @AfterEach
    void stop() throws TimeoutException {
        useCases.close();
        vertx.close().await(PATIENCE, TimeUnit.SECONDS);
    }

    private void admitted(String event, String number) {
        hospital.stored(
                "v2",
                "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^" + event + "|" + number + "|P|2.5.1\r"
                        + "PID|1||7^^^NORTH^MR||Mu\\T\\ster^Maria||19700102|F\r" + VISIT + "\r");
    }

    @Test
    void what_happens_to_a_visit_is_told_in_order_and_means_the_same_there() {
        admitted("A01", "1");
        admitted("A03", "2");

        assertThat(notifications.round()).isEqualTo(3);
        assertThat(heard).containsExactly("ADT^A28^ADT_A05", "ADT^A01^ADT_A01", "ADT^A03^ADT_A03");
        assertThat(other.the("Patient").at("/name/0/family").asText()).isEqualTo("Mu&ster");
        assertThat(other.the("Patient").at("/birthDate").asText()).isEqualTo("1970-01-02");
        assertThat(other.the("Encounter").path("status").asText()).isEqualTo("finished");
        assertThat(notifications.round()).isZero();
    }

    @Test
    void what_the_listener_does_not_take_is_told_again_until_it_does() {
        admitted("A01", "1");
        taking.set(false);
        assertThat(notifications.round()).isZero();
        assertThat(notifications.round()).isZero();

        taking.set(true);
        assertThat(notifications.round()).isEqualTo(2);
        assertThat(other.current("Encounter")).hasSize(1);
    }

    @Test
    void an_answer_to_another_message_is_none() {
        admitted("A01", "1");
        taking.set(false);
        refusal.set("AA|another");

        assertThat(notifications.round()).isZero();
    }

    @Test
    void who_says_so_in_the_file_is_not_told_again_what_he_refuses() {
        admitted("A01", "1");
        notifications = telling(true);
        taking.set(false);
        refusing.set(true);

        assertThat(notifications.round()).isEqualTo(2);
        assertThat(notifications.round()).isZero();
    }

    @Test
    void what_the_gate_does_not_let_out_is_passed_over() {
        hidden.set(true);
        admitted("A01", "1");

        assertThat(notifications.round()).isEqualTo(2);
        assertThat(heard).containsExactly("ADT^A28^ADT_A05");
        assertThat(other.current("Encounter")).isEmpty();
    }

    @Test
    void a_file_of_listeners_is_read_and_its_mistakes_are_told() {
        assertThat(ListenersFile.read(Bytes.utf8("""
            [{"name": "archive", "host": "archive.example", "port": 2575, "tls": true, "application": "ARC", "refused": "over"}]\
            """)))
                .isEqualTo(Outcome.of(List.of(new Listener(
                        "archive",
                        InetSocketAddress.createUnresolved("archive.example", 2575),
                        true,
                        "ARC",
                        "",
                        true))));
        assertThat(ListenersFile.read(Bytes.utf8("[{\"name\": \"x\", \"hst\": \"a\"}]")))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault().toString())
                                .contains("unknown member hst")
                                .contains("host and port are expected"));
        assertThat(Optional.of(ListenersFile.read(Bytes.utf8("no")))).get().isInstanceOf(Outcome.Failure.class);
    }
}

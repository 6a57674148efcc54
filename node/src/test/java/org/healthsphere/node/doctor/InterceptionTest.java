package org.healthsphere.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.doctor.Finding.Grade;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.node.release.Identities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody answers in a member's place, and shows what he has. */
class InterceptionTest {
    private final ExecutorService answering = Executors.newSingleThreadExecutor();
    private SSLServerSocket door;

    @BeforeEach
    void a_door_of_north() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new DoorKeys(Identities.of("north"), new SecureRandom())}, null, new SecureRandom());
        door = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        answering.execute(this::answer);
    }

    private void answer() {
        try (var line = (SSLSocket) door.accept()) {
            line.startHandshake();
        } catch (IOException e) {
            // Who only looks goes away in the middle of it.
        }
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        answering.shutdownNow();
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + door.getLocalPort());
    }

    @Test
    void a_certificate_of_the_networks_authority_is_right() {
        assertThat(Interception.at(
                        "tls.north", address(), Identities.of("north").authority()))
                .isEmpty();
    }

    @Test
    void a_certificate_of_somebody_else_is_told_with_who_he_is_and_what_to_do() throws GeneralSecurityException {
        var ofAnotherNetwork = Identities.of("south").certificate();
        var found = Interception.at("tls.north", address(), ofAnotherNetwork).orElseThrow();
        assertThat(found.grade()).isEqualTo(Grade.BAD);
        assertThat(found.says()).contains("127.0.0.1:" + door.getLocalPort()).contains("ca.network");
        assertThat(found.remedy().orElseThrow()).contains("looks into TLS").contains("pass untouched");
    }

    @Test
    void where_nobody_answers_there_is_nothing_to_tell() throws IOException {
        var nobody = URI.create("https://127.0.0.1:" + FreePort.next());
        assertThat(Interception.at("tls.north", nobody, Identities.of("north").authority()))
                .isEmpty();
    }
}

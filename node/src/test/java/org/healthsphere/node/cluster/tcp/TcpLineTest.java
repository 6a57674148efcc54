package org.healthsphere.node.cluster.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.cluster.Alone;
import org.healthsphere.node.cluster.Reply;
import org.healthsphere.node.cluster.Reply.Introduced;
import org.healthsphere.node.cluster.Reply.Said;
import org.healthsphere.node.cluster.Request;
import org.healthsphere.node.cluster.Request.Introduce;
import org.healthsphere.node.cluster.Request.Listen;
import org.healthsphere.node.cluster.tcp.TcpLine.Place;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpLineTest {
    private static final String HERE = "127.0.0.1";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Outcome<Reply> UNAVAILABLE =
            Outcome.failed(new Fault.Unavailable("process 2 of this hospital"));

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final CertificateAuthority authority = new CertificateAuthorities(InstantSource.system(), random)
            .inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
    private final MemberIdentity north = member("north");

    @AfterEach
    void close() throws TimeoutException {
        useCases.close();
        var _ = vertx.close().await(60, TimeUnit.SECONDS);
    }

    private MemberIdentity member(String id) {
        var applicant = Applicant.create(new NodeId(id), "Hospital " + id, List.of("localhost"), random);
        var requests = new BcCertificateRequests();
        var signing =
                authority.issue(applicant.signingProfile(), applicant.signingRequest(requests), Duration.ofDays(30));
        var tls = authority.issue(applicant.tlsProfile(), applicant.tlsRequest(requests), Duration.ofDays(30));
        return applicant
                .admitted(signing.orElseThrow(), tls.orElseThrow(), authority.certificate())
                .orElseThrow();
    }

    private TcpDoor listen(int port) {
        var tls = new OwnTls(north, random);
        return TcpDoor.listen(vertx, HERE, port, tls, Alone.saying("the card"), useCases)
                .await();
    }

    private TcpLine line(MemberIdentity identity, int port) {
        return new TcpLine(vertx, new OwnTls(identity, random), Map.of(2, new Place(HERE, port)));
    }

    private static Outcome<Reply> ask(TcpLine line, Request request) {
        return line.ask(2, request, LONG);
    }

    @Test
    void processes_of_one_node_understand_each_other_however_much_they_say() {
        var door = listen(0);
        try (var line = line(north, door.port())) {
            assertThat(ask(line, new Introduce())).isEqualTo(Outcome.of(new Introduced(Bytes.utf8("the card"))));
            assertThat(ask(line, new Listen(3_000_000))).isEqualTo(Outcome.of(new Said(Bytes.of(new byte[3_000_000]))));
        }
    }

    @Test
    void another_hospital_of_the_same_network_is_not_let_in() {
        var door = listen(0);
        try (var line = line(member("south"), door.port())) {
            assertThat(ask(line, new Introduce())).isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void another_hospital_is_not_believed_to_be_the_own() {
        var door = listen(0);
        try (var line = line(north, door.port())) {
            assertThat(ask(line, new Introduce())).isNotEqualTo(UNAVAILABLE);
        }
        try (var line = line(member("north"), door.port())) {
            assertThat(ask(line, new Introduce())).as("of the same name").isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void processes_understand_each_other_while_one_shows_a_renewed_certificate_and_the_other_its_old_one() {
        var trust = new MemberTrust(authority.certificate());
        PeerTls.Check check = (chain, use) -> trust.verify(
                chain, authority.revocations(), use, InstantSource.system().instant());
        var renewed = new DoorKeys(north, random);
        renewed.renew(member("north"));
        var door = TcpDoor.listen(vertx, HERE, 0, new OwnTls(renewed, check), Alone.saying("the card"), useCases)
                .await();
        var places = Map.of(2, new Place(HERE, door.port()));
        try (var line = new TcpLine(vertx, new OwnTls(new DoorKeys(north, random), check), places)) {
            assertThat(ask(line, new Introduce())).isEqualTo(Outcome.of(new Introduced(Bytes.utf8("the card"))));
        }
        try (var line = new TcpLine(vertx, new OwnTls(new DoorKeys(member("south"), random), check), places)) {
            assertThat(ask(line, new Introduce())).as("another hospital").isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void a_line_is_made_again_when_the_other_is_back() throws Exception {
        var port = FreePort.next();
        var door = listen(port);
        try (var line = line(north, port)) {
            assertThat(ask(line, new Introduce())).isNotEqualTo(UNAVAILABLE);
            var _ = door.close().await(60, TimeUnit.SECONDS);
            assertThat(ask(line, new Introduce())).isEqualTo(UNAVAILABLE);
            var again = listen(port);
            assertThat(ask(line, new Introduce())).isNotEqualTo(UNAVAILABLE);
            assertThat(again.port()).isEqualTo(port);
        }
    }
}

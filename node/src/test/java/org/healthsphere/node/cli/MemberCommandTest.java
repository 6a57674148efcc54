package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.Application;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.HttpsPeerChannel;
import org.healthsphere.node.peers.PeerEndpoint;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that runs, two members that ask each other over TLS, and the operator's command in between. */
class MemberCommandTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String LOCALHOST = "127.0.0.1";
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private EmbeddedLedger ledger;
    private ConsentLedger founder;
    private Party north;
    private Party south;

    private final class Party {
        final MemberIdentity identity;
        final ConsentLedger seen;
        final Standing standing;
        final Members members;
        final PeerEndpoint endpoint;
        final HttpsPeerChannel channel;
        private long next;

        Party(NetworkAuthority authority, String name) {
            var home = new NodeFolder(folder.resolve(name));
            var applicant = Applicant.create(new NodeId(name), "Hospital " + name, List.of(LOCALHOST), random);
            identity = authority
                    .admit(applicant, home, Passphrase.of("a long passphrase"))
                    .orElseThrow();
            standing = Standing.open(home, identity.authority(), CLOCK);
            members = new Members(standing);
            var tls = new PeerTls(identity, standing::member, random);
            endpoint = PeerEndpoint.listen(
                            vertx,
                            new PeerEndpoint.Address(LOCALHOST, 0),
                            tls,
                            PeerLimits.DEFAULT,
                            new PeerEndpoint.Answerer(useCases, Outcome::of, _ -> {}))
                    .await();
            channel = new HttpsPeerChannel(vertx, tls, PeerLimits.DEFAULT, CLOCK);
            var _ = Admission.submit(founder, identity, "Hospital", new Address(LOCALHOST, endpoint.port()))
                    .orElseThrow();
            seen = LedgerHost.asMember(identity, home, LedgerMode.EMBEDDED, address(), CLOCK);
        }

        void follow() {
            for (var event : founder.eventsFrom(next).orElseThrow()) {
                standing.apply(event);
                members.apply(event);
                next = event.height() + 1;
            }
        }

        PeerReply ask(Peer other) {
            return channel.ask(Map.of(other, QUESTION), Deadline.in(PATIENCE, CLOCK))
                    .values()
                    .iterator()
                    .next();
        }

        void close() {
            seen.close();
            channel.close();
            endpoint.close().await();
        }
    }

    private LedgerConnection.Address address() {
        return new LedgerConnection.Address(LOCALHOST, ledger.port());
    }

    @BeforeEach
    void a_network_that_runs() {
        var authority = NetworkAuthority.open(folder.resolve("network").resolve("authority"), CLOCK, random);
        ledger = LedgerHost.start(authority, folder.resolve("network").resolve("ledger"), 0, CLOCK);
        founder = LedgerHost.asFounder(authority, ledger, CLOCK);
        var _ = new Publication(authority, founder).publish().orElseThrow();
        north = new Party(authority, "north");
        south = new Party(authority, "south");
        north.follow();
        south.follow();
    }

    @AfterEach
    void close() {
        north.close();
        south.close();
        founder.close();
        ledger.close();
        useCases.close();
        vertx.close().await();
    }

    private int hie(String... arguments) {
        return Hie.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int revoke(String member) {
        return hie(
                "member",
                "revoke",
                "--data",
                folder.resolve("network").toString(),
                "--ledger",
                LOCALHOST + ":" + ledger.port(),
                member);
    }

    @Test
    void a_revoked_member_is_refused_by_the_others_and_by_the_ledger_without_a_restart() {
        var toNorth = south.members.active(north.identity.id()).orElseThrow();
        var toSouth = north.members.active(south.identity.id()).orElseThrow();
        assertThat(north.ask(toSouth)).isInstanceOf(PeerReply.Replied.class);
        assertThat(south.ask(toNorth)).isInstanceOf(PeerReply.Replied.class);
        assertThat(north.seen.eventsFrom(0)).isInstanceOf(Outcome.Success.class);

        assertThat(revoke("north")).as(err.toString()).isZero();

        assertThat(out).hasToString("north is suspended; 3 certificates were taken back.\n");
        south.follow();
        assertThat(north.ask(toSouth)).as("over the open connection").isInstanceOf(PeerReply.Refused.class);
        assertThat(south.ask(toNorth)).as("the other way").isInstanceOf(PeerReply.Unreachable.class);
        assertThat(south.members.active(north.identity.id())).isEmpty();
        assertThat(north.seen.eventsFrom(0))
                .as("the ledger's process knows what the command's process did")
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(Fault.Unauthenticated.class));
    }

    @Test
    void until_he_hands_over_the_founder_admits_by_the_command_and_then_no_longer() throws Exception {
        var network = folder.resolve("network");
        var where = new String[] {"--data", network.toString(), "--ledger", LOCALHOST + ":" + ledger.port()};
        var applicant = Applicant.create(new NodeId("west"), "West", List.of("west.example"), random);
        var application =
                Application.of(applicant, URI.create("https://west.example:8444"), new BcCertificateRequests());
        var file = Files.writeString(folder.resolve("application.json"), application.text());
        assertThat(hie("member", "admit", where[0], where[1], where[2], where[3], file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("west is admitted (" + application.fingerprint());
        var authority = NetworkAuthority.open(network.resolve("authority"), CLOCK, random);
        assertThat(new Registrar(authority, founder).work().orElseThrow()).isEqualTo(1);
        assertThat(hie("member", "hand-over", where[0], where[1], where[2], where[3]))
                .isZero();
        assertThat(hie("member", "admit", where[0], where[1], where[2], where[3], file.toString()))
                .as("the same again is the same")
                .isZero();
        var other = Application.of(
                Applicant.create(new NodeId("far"), "Far", List.of("far.example"), random),
                URI.create("https://far.example:8444"),
                new BcCertificateRequests());
        Files.writeString(file, other.text());
        assertThat(hie("member", "admit", where[0], where[1], where[2], where[3], file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the members decide by vote");
    }

    @Test
    void an_unknown_member_and_a_folder_without_an_authority_are_refused_in_words() {
        assertThat(revoke("nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("a certificate of this holder");
        assertThat(hie("member", "revoke", "--data", folder.resolve("nowhere").toString(), "north"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("a network's authority in");
        assertThat(out).hasToString("");
        assertThat(south.ask(north.members.active(south.identity.id()).orElseThrow()))
                .as("nothing has changed")
                .isInstanceOf(PeerReply.Replied.class);
    }
}

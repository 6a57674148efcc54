package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may speak to an embedded ledger. */
class AccessTest {
    @TempDir
    Path folder;

    private TestNetwork network;

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(NORTH))
                .orElseThrow();
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(SOUTH))
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private static void refused(ConsentLedger client, Fault fault) {
        try (client) {
            assertThat(client.eventsFrom(0)).isEqualTo(Outcome.failed(fault));
            assertThat(client.head()).isEqualTo(Outcome.failed(fault));
        }
    }

    private static Fault notAccepted() {
        return new Fault.Unauthenticated("consent ledger: the certificate is not accepted");
    }

    private static Fault notAMember() {
        return new Fault.Forbidden("consent ledger: not a member of the network");
    }

    @Test
    void whoever_is_no_member_reads_nothing() {
        refused(network.connect(network.speaker(EAST, network.authority), network.authority), notAMember());
        var _ = network.client(NORTH).submit(new SuspendMember(SOUTH)).orElseThrow();
        refused(network.connect(network.speaker(SOUTH, network.authority), network.authority), notAMember());
    }

    @Test
    void whoever_was_suspended_reads_as_far_as_the_block_that_says_so() throws IOException {
        var south = network.connection(network.speaker(SOUTH, network.authority), network.authority);
        var suspended = network.client(NORTH).submit(new SuspendMember(SOUTH)).orElseThrow();
        var later = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(EAST))
                .orElseThrow();
        try (var reader = new RawGateway(south)) {
            assertThat(reader.readingBlock(suspended.height())).isEqualTo(Status.Code.OK);
            assertThat(reader.readingBlock(later.height())).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void a_certificate_speaks_for_the_member_that_it_names() {
        var east = network.speaker(EAST, network.authority);
        var pretender = new LedgerConnection.Speaker(NORTH, east.certificate(), east.signer(), east.authority());
        refused(network.connect(pretender, network.authority), notAccepted());
    }

    @Test
    void a_signature_by_another_key_is_not_accepted() {
        var north = network.speaker(NORTH, network.authority);
        var forger = new LedgerConnection.Speaker(
                NORTH, north.certificate(), SigningKey.generate(new SecureRandom()), north.authority());
        refused(network.connect(forger, network.authority), notAccepted());
    }

    @Test
    void a_foreign_authoritys_certificate_is_not_accepted() {
        var foreign = new CertificateAuthorities(network.clock, new SecureRandom())
                .inMemory(new Founding("ca.test", "Test network", Duration.ofDays(365)));
        var key = SigningKey.generate(new SecureRandom());
        var certificate = foreign.issue(
                        new Msp("north", "Test network", MspRole.CLIENT), key.verificationKey(), Duration.ofDays(1))
                .orElseThrow();
        refused(
                network.connect(
                        new LedgerConnection.Speaker(NORTH, certificate, key, network.authority.certificate()),
                        network.authority),
                notAccepted());
    }

    @Test
    void a_certificate_that_was_taken_back_is_not_accepted() {
        var north = network.speaker(NORTH, network.authority);
        var _ = network.authority.revoke(north.certificate().getSerialNumber()).orElseThrow();
        refused(network.connect(north, network.authority), notAccepted());
    }

    @Test
    void an_expired_certificate_is_not_accepted() {
        var yesterday = InstantSource.system().instant().minus(Duration.ofDays(2));
        var stamped = new CertificateAuthorities(() -> yesterday, new SecureRandom());
        var key = SigningKey.generate(new SecureRandom());
        var old = stamped.inMemory(new Founding("ca.old", "Test network", Duration.ofDays(365)));
        var certificate = old.issue(
                        new Msp("north", "Test network", MspRole.CLIENT), key.verificationKey(), Duration.ofDays(1))
                .orElseThrow();
        var identities = new Identities(java.util.List.of(old.certificate()));
        var serialized = new LedgerIdentity("north", certificate, key).serialized();
        assertThat(identities.identity(serialized, yesterday.plus(Duration.ofHours(1))))
                .isPresent();
        assertThat(identities.identity(serialized, InstantSource.system().instant()))
                .isEmpty();
    }

    @Test
    void a_tls_certificate_or_a_peers_does_not_submit() {
        var peer = network.identity("north", MspRole.PEER);
        var speaker =
                new LedgerConnection.Speaker(NORTH, peer.certificate(), peer.signer(), network.authority.certificate());
        refused(network.connect(speaker, network.authority), notAMember());
        var leaf = network.leaf(new org.healthsphere.keys.CertificateProfile.Tls(
                "north", "Test network", java.util.List.of("127.0.0.1")));
        var tls = new LedgerConnection.Speaker(
                NORTH, leaf.certificate(), new SigningKey(leaf.pair()), network.authority.certificate());
        refused(network.connect(tls, network.authority), notAccepted());
    }

    @Test
    void without_a_tls_certificate_of_the_authority_there_is_no_connection() {
        var foreign = new CertificateAuthorities(network.clock, new SecureRandom())
                .inMemory(new Founding("ca.foreign", "Elsewhere", Duration.ofDays(365)));
        var own = network.connection(network.speaker(NORTH, network.authority), network.authority);
        var key = leafKey();
        var certificate = foreign.issue(
                        new org.healthsphere.keys.CertificateProfile.Tls(
                                "north", "Elsewhere", java.util.List.of("127.0.0.1")),
                        VerificationKey.of(key.getPublic()),
                        Duration.ofDays(1))
                .orElseThrow();
        var tls = new LedgerConnection.Tls(certificate, key.getPrivate(), network.authority.certificate());
        refused(
                GatewayConsentLedger.connect(
                        new LedgerConnection(
                                LedgerMode.EMBEDDED, own.address(), own.network(), tls, own.speaker(), own.patience()),
                        network.clock),
                new Fault.Unavailable("consent ledger: evaluate"));
    }

    private static java.security.KeyPair leafKey() {
        try {
            var generator = java.security.KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_ledger_that_is_not_what_it_is_said_to_be_is_not_believed() {
        var own = network.connection(network.speaker(NORTH, network.authority), network.authority);
        try (var client = GatewayConsentLedger.connect(
                new LedgerConnection(
                        LedgerMode.FABRIC_BFT, own.address(), own.network(), own.tls(), own.speaker(), own.patience()),
                network.clock)) {
            assertThat(client.head())
                    .isEqualTo(Outcome.failed(
                            new Fault.VersionMismatch("the ledger is not of the mode that is configured")));
        }
    }

    @Test
    void a_head_that_another_authoritys_orderer_states_is_not_believed() {
        var foreign = new CertificateAuthorities(network.clock, new SecureRandom())
                .inMemory(new Founding("ca.foreign", "Elsewhere", Duration.ofDays(365)));
        var north = network.speaker(NORTH, network.authority);
        var speaker = new LedgerConnection.Speaker(NORTH, north.certificate(), north.signer(), foreign.certificate());
        try (var client = network.connect(speaker, network.authority)) {
            assertThat(client.eventsFrom(0)).isInstanceOf(Outcome.Success.class);
            assertThat(client.head())
                    .isEqualTo(Outcome.failed(
                            new Fault.Unavailable("consent ledger: a head that an orderer vouches for")));
        }
    }

    @Test
    void a_ledger_that_is_not_there_is_said_so_within_the_deadline() {
        network.stop();
        refused(
                network.connect(network.speaker(NORTH, network.authority), network.authority),
                new Fault.Unavailable("consent ledger: evaluate"));
    }
}

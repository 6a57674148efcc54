package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.FreePorts;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.NodeId;

/** An authority, an embedded ledger that may be stopped and started again, and members who reach it. */
final class TestNetwork implements AutoCloseable {
    static final String NAME = "test-network";
    private static final Duration VALIDITY = Duration.ofDays(30);

    final InstantSource clock = InstantSource.system();
    final CertificateAuthority authority = new CertificateAuthorities(clock, new SecureRandom())
            .inMemory(new Founding("ca.test", "Test network", Duration.ofDays(365)));
    private final Leaf tls = leaf(new CertificateProfile.Tls("ledger", "Test network", List.of("127.0.0.1")));
    private final LedgerConfig.Providers providers;
    private final Path folder;
    private final Map<NodeId, ConsentLedger> clients = new java.util.concurrent.ConcurrentHashMap<>();
    private final Chain.Storage storage;
    /** How far the ledger's own clock is ahead. */
    Duration skew = Duration.ZERO;

    private final int port = FreePorts.one();
    private EmbeddedLedger ledger;

    record Leaf(X509Certificate certificate, KeyPair pair) {}

    TestNetwork(Path folder, String... endorsers) throws IOException {
        this(folder, Disk.REAL, endorsers);
    }

    TestNetwork(Path folder, Disk disk, String... endorsers) throws IOException {
        this(folder, new Chain.Storage(disk, Snapshots.USUAL), endorsers);
    }

    TestNetwork(Path folder, Chain.Storage storage, String... endorsers) throws IOException {
        this.folder = folder;
        this.storage = storage;
        List<LedgerIdentity> peers = new ArrayList<>();
        for (var endorser : endorsers) {
            peers.add(identity(endorser, MspRole.PEER));
        }
        this.providers = new LedgerConfig.Providers(identity("operator", MspRole.ORDERER), peers);
        this.ledger = EmbeddedLedger.start(config(), storage);
    }

    LedgerConfig config() {
        return new LedgerConfig(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                NAME,
                new LedgerConfig.Tls(tls.certificate(), tls.pair().getPrivate(), authority.certificate()),
                providers,
                new LedgerConfig.Trust(List.of(authority.certificate()), () -> List.of(authority.revocations())),
                () -> clock.instant().plus(skew));
    }

    LedgerIdentity identity(String organization, MspRole role) {
        var leaf = leaf(new Msp(organization, "Test network", role));
        return new LedgerIdentity(organization, leaf.certificate(), new SigningKey(leaf.pair()));
    }

    Leaf leaf(CertificateProfile profile) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            var pair = generator.generateKeyPair();
            return new Leaf(
                    authority
                            .issue(profile, VerificationKey.of(pair.getPublic()), VALIDITY)
                            .orElseThrow(),
                    pair);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How this member reaches the ledger; a connection is kept. */
    ConsentLedger client(NodeId member) {
        return clients.computeIfAbsent(member, m -> connect(speaker(m, authority), authority));
    }

    LedgerConnection.Speaker speaker(NodeId member, CertificateAuthority issuer) {
        var leaf = leaf(new Msp(member.value(), "Test network", MspRole.CLIENT));
        return new LedgerConnection.Speaker(
                member, leaf.certificate(), new SigningKey(leaf.pair()), issuer.certificate());
    }

    ConsentLedger connect(LedgerConnection.Speaker speaker, CertificateAuthority tlsAuthority) {
        return GatewayConsentLedger.connect(connection(speaker, tlsAuthority), clock);
    }

    LedgerConnection connection(LedgerConnection.Speaker speaker, CertificateAuthority tlsAuthority) {
        var leaf = leaf(new CertificateProfile.Tls(speaker.member().value(), "Test network", List.of("127.0.0.1")));
        return new LedgerConnection(
                LedgerMode.EMBEDDED,
                new LedgerConnection.Address("127.0.0.1", port),
                NAME,
                new LedgerConnection.Tls(leaf.certificate(), leaf.pair().getPrivate(), tlsAuthority.certificate()),
                speaker,
                Duration.ofSeconds(60));
    }

    LedgerConfig.Providers providers() {
        return providers;
    }

    EmbeddedLedger ledger() {
        return ledger;
    }

    int port() {
        return port;
    }

    void stop() {
        ledger.close();
    }

    void start() throws IOException {
        ledger = EmbeddedLedger.start(config(), storage);
    }

    @Override
    public void close() {
        clients.values().forEach(ConsentLedger::close);
        ledger.close();
    }
}

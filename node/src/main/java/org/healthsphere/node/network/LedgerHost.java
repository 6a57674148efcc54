package org.healthsphere.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.consent.embedded.LedgerConfig;
import org.healthsphere.consent.embedded.LedgerIdentity;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.NodeId;

/** The embedded ledger as the operator of a network runs it, and the ways to a ledger. */
public final class LedgerHost {
    public static final String NETWORK = "healthsphere";

    private static final String LOCALHOST = "127.0.0.1";
    /** By which name the founder of an embedded ledger is known on it. */
    public static final NodeId FOUNDER = new NodeId("network");

    private static final String ORGANIZATION = "HealthSphere network";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LedgerHost() {}

    /** Runs the ledger in this process for this machine, with identities that the authority gives it for this run. */
    public static EmbeddedLedger start(NetworkAuthority authority, Path folder, int port, InstantSource clock) {
        return start(authority, folder, new Door(Optional.empty(), port), clock);
    }

    /**
     * Where the ledger is reached.
     *
     * @param host the name that other machines know this one by; without one it is reached from this machine only
     * @param port 0 takes a free one
     */
    public record Door(Optional<String> host, int port) {
        private List<String> names() {
            return Stream.concat(Stream.of(LOCALHOST, "localhost"), host.stream())
                    .distinct()
                    .toList();
        }

        private InetSocketAddress address() {
            return host.map(_ -> new InetSocketAddress(port))
                    .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    /** Runs the ledger in this process, reached by others at this name. */
    public static EmbeddedLedger start(NetworkAuthority authority, Path folder, Door door, InstantSource clock) {
        var tls = authority.leaf(new CertificateProfile.Tls("ledger", ORGANIZATION, door.names()));
        var providers = new LedgerConfig.Providers(
                identity(authority, "orderer", MspRole.ORDERER),
                List.of(
                        identity(authority, "endorser-1", MspRole.PEER),
                        identity(authority, "endorser-2", MspRole.PEER)));
        var config = new LedgerConfig(
                folder,
                door.address(),
                NETWORK,
                new LedgerConfig.Tls(tls.certificate(), tls.pair().getPrivate(), authority.certificate()),
                providers,
                new LedgerConfig.Trust(List.of(authority.certificate()), () -> List.of(authority.crl())),
                clock);
        try {
            return EmbeddedLedger.start(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LedgerIdentity identity(NetworkAuthority authority, String name, MspRole role) {
        var leaf = authority.leaf(new Msp(name, ORGANIZATION, role));
        return new LedgerIdentity(name, leaf.certificate(), new SigningKey(leaf.pair()));
    }

    /** The ledger for the operator of the network, who admits and suspends members. */
    public static ConsentLedger asFounder(
            NetworkAuthority authority, LedgerConnection.Address address, InstantSource clock) {
        var speaker = authority.leaf(new Msp(FOUNDER.value(), ORGANIZATION, MspRole.CLIENT));
        var tls = authority.leaf(new CertificateProfile.Tls(FOUNDER.value(), ORGANIZATION, List.of(LOCALHOST)));
        return GatewayConsentLedger.connect(
                new LedgerConnection(
                        LedgerMode.EMBEDDED,
                        address,
                        NETWORK,
                        new LedgerConnection.Tls(tls.certificate(), tls.pair().getPrivate(), authority.certificate()),
                        new LedgerConnection.Speaker(
                                FOUNDER,
                                speaker.certificate(),
                                new SigningKey(speaker.pair()),
                                authority.certificate()),
                        PATIENCE),
                clock);
    }

    /** The same, of a ledger in this process. */
    public static ConsentLedger asFounder(NetworkAuthority authority, EmbeddedLedger ledger, InstantSource clock) {
        return asFounder(authority, new LedgerConnection.Address(LOCALHOST, ledger.port()), clock);
    }

    /** The ledger for a member. */
    public static ConsentLedger asMember(
            MemberIdentity identity,
            NodeFolder folder,
            LedgerMode mode,
            LedgerConnection.Address address,
            InstantSource clock) {
        return GatewayConsentLedger.connect(connection(identity, folder, mode, address), clock);
    }

    /** How a member reaches the ledger, with the certificates that it has now. */
    public static LedgerConnection connection(
            MemberIdentity identity, NodeFolder folder, LedgerMode mode, LedgerConnection.Address address) {
        return new LedgerConnection(
                mode,
                address,
                NETWORK,
                TlsMaterial.forLedger(identity, folder.ledgerAuthority().orElse(identity.authority())),
                new LedgerConnection.Speaker(identity.id(), folder.ledgerCertificate(), identity, identity.authority()),
                PATIENCE);
    }
}

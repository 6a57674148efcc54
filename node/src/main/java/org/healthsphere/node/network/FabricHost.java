package org.healthsphere.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.ChannelVerifier;
import org.healthsphere.consent.embedded.LedgerVerifier;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.consent.fabric.FabricPlan;
import org.healthsphere.consent.fabric.Ordering;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * A Fabric network that one operator runs on one machine for the nodes of its hospitals. The first hospital founds the consent
 * ledger on it, and so admits the others.
 */
public final class FabricHost {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FabricNetwork network;
    private final Passphrase passphrase;
    private final InstantSource clock;

    private FabricHost(FabricNetwork network, Passphrase passphrase, InstantSource clock) {
        this.network = network;
        this.passphrase = passphrase;
        this.clock = clock;
    }

    /**
     * What a new network is to be.
     *
     * @param firstPort of its programs; 0 takes free ones
     */
    public record Wanted(List<NodeId> hospitals, Ordering ordering, int firstPort) {
        public Wanted {
            hospitals = List.copyOf(hospitals);
        }
    }

    public static boolean isIn(Path folder) {
        return FabricNetwork.isIn(folder);
    }

    /** Makes what a new network needs; nothing runs yet. Nodes of this authority's members may come to its peers. */
    public static FabricHost found(
            NetworkAuthority authority,
            Path folder,
            Wanted wanted,
            FabricNetwork.Machinery machinery,
            InstantSource clock)
            throws IOException {
        var random = new SecureRandom();
        var passphrase = Passphrase.generate(random);
        PrivateFile.write(secret(folder), new String(passphrase.reveal()).getBytes(StandardCharsets.US_ASCII));
        var plan = FabricPlan.local(
                wanted.hospitals(), wanted.ordering(), wanted.firstPort(), List.of(authority.certificate()));
        var network = FabricNetwork.found(folder, plan, machinery, passphrase, new FabricNetwork.Tools(clock, random));
        return new FabricHost(network, passphrase, clock);
    }

    /** The network of this folder, whether it runs or not. */
    public static FabricHost open(Path folder, FabricNetwork.Machinery machinery, InstantSource clock)
            throws IOException {
        var tools = new FabricNetwork.Tools(clock, new SecureRandom());
        return new FabricHost(FabricNetwork.open(folder, machinery, tools), Passphrase.read(secret(folder)), clock);
    }

    private static Path secret(Path folder) {
        return folder.resolve("passphrase");
    }

    /** Starts all of its processes and waits until every hospital can write. */
    public void start() throws IOException {
        network.start();
        if (network.hasChannel(LedgerHost.NETWORK)) {
            network.awaitChannel(LedgerHost.NETWORK);
        } else {
            network.createChannel(LedgerHost.NETWORK);
        }
    }

    public void stop() throws IOException {
        network.stop();
    }

    /**
     * Lets a hospital into the network, which runs; nodes of this authority's members may come to its peer.
     *
     * @param firstPort of its programs; 0 takes free ones
     */
    public Outcome<FabricHost> addHospital(NetworkAuthority authority, NodeId name, int firstPort) throws IOException {
        var joining = new FabricNetwork.Joining(name, firstPort, List.of(authority.certificate()));
        return network.addHospital(LedgerHost.NETWORK, joining, passphrase)
                .map(wider -> new FabricHost(wider, passphrase, clock));
    }

    /**
     * Ends a hospital's part in the network, which runs, with the signatures of most of the others.
     *
     * @return {@link Fault.Conflict} for the hospital that founded the ledger: it tells the others whose certificates are taken back
     */
    public Outcome<FabricHost> removeHospital(NodeId name) throws IOException {
        if (name.equals(network.hospitals().getFirst())) {
            return Outcome.failed(new Fault.Conflict("the hospital that founded the ledger stays"));
        }
        return network.removeHospital(name).map(narrower -> new FabricHost(narrower, passphrase, clock));
    }

    /** Takes an identity back that the network gave to one of an organization's programs or nodes; how many that are by now. */
    public Outcome<Integer> revoke(NodeId organization, X509Certificate identity) throws IOException {
        return network.revoke(organization, identity, passphrase);
    }

    /**
     * Gives whoever has a certificate that ends before this moment new keys and certificates, while the network goes on; their names.
     *
     * @param progress hears in words what is done
     */
    public Outcome<List<String>> renew(Instant before, Consumer<String> progress) throws IOException {
        return network.renew(before, passphrase, progress);
    }

    /** When the first certificate of its programs ends. */
    public Instant firstEnd() throws IOException {
        return network.firstEnd();
    }

    public LedgerMode mode() {
        return network.ordering().mode();
    }

    public List<NodeId> hospitals() {
        return network.hospitals();
    }

    /** Where the hospital's node finds its ledger. */
    public LedgerConnection.Address address(NodeId hospital) {
        return network.address(hospital);
    }

    /** The ledger for the operator of the network, who speaks as the first hospital. */
    public ConsentLedger asFounder() {
        try {
            return GatewayConsentLedger.connect(
                    network.connection(network.hospitals().getFirst(), LedgerHost.NETWORK, PATIENCE), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the node of a member in, which then is known on the ledger by its own key. */
    public Outcome<MemberIdentity> enrol(MemberIdentity member, NodeFolder folder) throws IOException {
        var authority = network.tlsAuthority(member.id());
        return network.enrol(member.id(), member.verificationKey(), passphrase).map(certificate -> {
            folder.moveLedger(certificate, authority);
            return member;
        });
    }

    /** Lets a node in, or lets it stay: gives its key, which has a certificate for another ledger or this one, a new one for this. */
    public Outcome<X509Certificate> enrol(NodeId hospital, NodeFolder folder) throws IOException {
        if (!network.hospitals().contains(hospital)) {
            return Outcome.failed(new Fault.NotFound("a hospital of this name in the network"));
        }
        var present = folder.ledgerCertificate();
        if (!present.getSubjectX500Principal().getName().contains("CN=" + hospital + ",")) {
            return Outcome.failed(new Fault.Conflict("the node in this folder is another hospital's"));
        }
        var key = VerificationKey.of(present.getPublicKey());
        var authority = network.tlsAuthority(hospital);
        return network.enrol(hospital, key, passphrase).map(certificate -> {
            folder.moveLedger(certificate, authority);
            return certificate;
        });
    }

    /** Writes all blocks that a hospital's peer has into a file that can be verified offline; how many those are. */
    public long export(NodeId hospital, Path file) throws IOException {
        return network.export(hospital, LedgerHost.NETWORK, file);
    }

    /** Whom a verifier of these blocks has to believe. */
    public List<X509Certificate> authorities() throws IOException {
        return network.authorities();
    }

    /** What was written there, checked; it needs no network. */
    public static Outcome<LedgerVerifier.Verified> verify(Path file, List<X509Certificate> authorities)
            throws IOException {
        return ChannelVerifier.verify(file, authorities);
    }
}

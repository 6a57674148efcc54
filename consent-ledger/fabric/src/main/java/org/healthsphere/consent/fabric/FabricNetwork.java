package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.Block;

/**
 * A Fabric network on this machine: orderers, and for each hospital a peer with the consent contract behind it. It lives in a
 * folder, with its keys, settings, data, logs and the numbers of its processes, and may be stopped and started again, by this
 * process or another one.
 *
 * <p>An IOException says which program failed, and where its log is. Every wait has an end.
 */
public final class FabricNetwork {
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private final Sites sites;
    private final Programs programs;
    private final Processes processes;
    private final Tools tools;

    /** What its own code needs from outside. */
    public record Tools(InstantSource clock, SecureRandom random) {}

    private FabricNetwork(Path folder, Sites sites, Programs programs, Tools tools) {
        this.folder = folder;
        this.sites = sites;
        this.programs = programs;
        this.processes = new Processes(folder);
        this.tools = tools;
    }

    /**
     * Makes the keys and settings of a new network in a folder that holds none. Nothing runs yet.
     *
     * @param passphrase locks the keys of its authorities
     */
    public static FabricNetwork found(
            Path folder, FabricPlan plan, Machinery machinery, Passphrase passphrase, Tools tools) throws IOException {
        if (Sites.isIn(folder)) {
            throw new FileAlreadyExistsException(folder.toString(), null, "a network lives here already");
        }
        var sites = Sites.of(plan);
        new NetworkFounding(folder.toAbsolutePath(), sites, plan.visitors(), tools, passphrase).make();
        // Last, since it is what says that a network is here.
        sites.write(folder);
        return open(folder, machinery, tools);
    }

    /** The one that was founded in this folder. */
    public static FabricNetwork open(Path folder, Machinery machinery, Tools tools) throws IOException {
        var home = folder.toAbsolutePath();
        var sites = Sites.read(home);
        return new FabricNetwork(home, sites, new Programs(home, sites, machinery), tools);
    }

    public static boolean isIn(Path folder) {
        return Sites.isIn(folder);
    }

    /**
     * What its processes are made of.
     *
     * @param contractClassPath of the contract, which runs in a JVM of its own
     */
    public record Machinery(FabricPrograms fabric, Path java, String contractClassPath) {}

    public Ordering ordering() {
        return sites.ordering();
    }

    public List<NodeId> hospitals() {
        return sites.hospitals().stream().map(Sites.HospitalSite::name).toList();
    }

    /** The names of its processes: those of the orderers, and of each hospital's peer and contract. */
    public List<String> processes() throws IOException {
        return programs.all().stream().map(Program::name).toList();
    }

    /** Starts what does not run, and waits until all of it listens. */
    public void start() throws IOException {
        var all = programs.all();
        for (var program : all) {
            processes.start(program);
        }
        for (var program : all) {
            processes.awaitListening(program, START);
        }
    }

    /** Starts one process, and waits until it listens. */
    public void start(String name) throws IOException {
        var program = programs.named(name);
        processes.start(program);
        processes.awaitListening(program, START);
    }

    /** Ends all of it, the contracts first and the orderers last, and before them those of a hospital that came meanwhile. */
    public void stop() throws IOException {
        var own = processes().reversed();
        for (var name : processes.noted()) {
            if (!own.contains(name)) {
                processes.stop(name);
            }
        }
        for (var name : own) {
            processes.stop(name);
        }
    }

    public void stop(String name) throws IOException {
        processes.stop(programs.named(name).name());
    }

    /** Ends one process at once, as a power cut would. */
    public void kill(String name) throws IOException {
        processes.kill(programs.named(name).name());
    }

    public boolean isRunning(String name) throws IOException {
        return processes.isRunning(name);
    }

    public Optional<Long> pid(String name) throws IOException {
        return processes.pid(name);
    }

    public Path log(String name) {
        return processes.log(name);
    }

    /** Makes a channel of all hospitals with the contract on it, and waits until each of them can write. */
    public void createChannel(String channel) throws IOException {
        var first = firstBlock(channel);
        var admin = OrdererAdmin.of(programs.ordering(), sites.host());
        for (var orderer : sites.orderers()) {
            admin.join(orderer, channel, first);
        }
        var lifecycle = new Lifecycle(new Proposals(tools.clock(), tools.random()));
        List<PeerLink> peers = new ArrayList<>();
        try {
            for (var site : sites.hospitals()) {
                peers.add(peer(site));
            }
            settle(channel, first, lifecycle, peers);
        } finally {
            peers.forEach(PeerLink::close);
        }
        // Last, since it is what says that the channel is there.
        Files.createDirectories(programs.firstBlock(channel).getParent());
        Files.write(programs.firstBlock(channel), first.toByteArray());
    }

    /**
     * A hospital that comes into a network that runs.
     *
     * @param firstPort of its programs; 0 takes free ones
     * @param visitors authorities whose TLS clients may come to its peer, beside its own
     */
    public record Joining(NodeId name, int firstPort, List<X509Certificate> visitors) {
        public Joining {
            visitors = List.copyOf(visitors);
        }
    }

    /**
     * Adds a hospital to the channel: makes its keys, has most of the present hospitals' administrators sign the change of the
     * configuration, starts its peer and contract, and waits until it can write. What was broken off is taken up again.
     *
     * @param passphrase locks the keys of its authorities
     * @return the network with this hospital, or {@link Fault.Conflict} where it is one of it, or another one is on its way
     */
    public Outcome<FabricNetwork> addHospital(String channel, Joining joining, Passphrase passphrase)
            throws IOException {
        if (hospitals().contains(joining.name()) || joining.name().value().equals(Sites.ORDERING)) {
            return Outcome.failed(new Fault.Conflict("an organization of this name is in the network"));
        }
        if (sites.former().contains(joining.name())) {
            return Outcome.failed(new Fault.Conflict("a hospital of this name was in the network once"));
        }
        var missing = processes.missing(processes());
        if (missing.isPresent()) {
            return Outcome.failed(missing.get());
        }
        var coming = coming();
        if (coming.filter(site -> !site.name().equals(joining.name())).isPresent()) {
            return Outcome.failed(new Fault.Conflict("another hospital is on its way into the network"));
        }
        var newcomer = coming.isPresent()
                ? new Newcomer(folder, Sites.read(Newcomer.comingFolder(folder)), tools)
                : Newcomer.prepare(
                        folder, sites.with(joining.name(), joining.firstPort()), joining.visitors(), passphrase, tools);
        return Outcome.of(add(channel, newcomer));
    }

    private Optional<Sites.HospitalSite> coming() throws IOException {
        var folderOfComing = Newcomer.comingFolder(folder);
        return Sites.isIn(folderOfComing)
                ? Optional.of(Sites.read(folderOfComing).hospitals().getLast())
                        .filter(site -> !hospitals().contains(site.name()))
                : Optional.empty();
    }

    private FabricNetwork add(String channel, Newcomer newcomer) throws IOException {
        newcomer.propose(channel);
        var wider = new FabricNetwork(
                folder, newcomer.sites(), new Programs(folder, newcomer.sites(), programs.machinery()), tools);
        wider.start();
        var name = wider.hospitals().getLast();
        newcomer.settle(
                channel,
                Block.parseFrom(Files.readAllBytes(programs.firstBlock(channel))),
                wider.programs.contractPackage(name));
        newcomer.arrive();
        return wider;
    }

    /**
     * Ends a hospital's part in every channel, with the signatures of most of the hospitals, and its processes. Nobody hears it any
     * more; what it wrote stays. What was broken off is taken up again.
     *
     * @return the network without it; {@link Fault.Conflict} where one hospital alone would be left
     */
    public Outcome<FabricNetwork> removeHospital(NodeId name) throws IOException {
        return switch (withdrawal().hospital(name)) {
            case Outcome.Success<Sites> _ -> Outcome.of(open(folder, programs.machinery(), tools));
            case Outcome.Failure<Sites>(var fault) -> Outcome.failed(fault);
        };
    }

    private Withdrawal withdrawal() {
        return new Withdrawal(programs, processes, tools);
    }

    /**
     * Takes an identity back that an organization's authority gave: on no channel it is heard again.
     *
     * @param organization a hospital, or the one that runs the orderers
     * @param passphrase of the network's authorities
     * @return how many that authority has taken back by now; NotFound when the certificate is not one of its
     */
    public Outcome<Integer> revoke(NodeId organization, X509Certificate identity, Passphrase passphrase)
            throws IOException {
        return withdrawal().identity(organization, identity, passphrase);
    }

    /**
     * Gives whoever has a certificate that ends before this moment new keys and certificates, one after the other, while the network
     * goes on. What was broken off is taken up again.
     *
     * @param passphrase of the network's authorities
     * @param progress hears in words what is done
     * @return the names of the orderers and hospitals that have new ones
     */
    public Outcome<List<String>> renew(Instant before, Passphrase passphrase, Consumer<String> progress)
            throws IOException {
        return new Renewal(programs, processes, tools, passphrase, progress).renew(before);
    }

    /** When the first certificate ends that its programs use. */
    public Instant firstEnd() throws IOException {
        return Renewal.firstEnd(programs);
    }

    /** The channels that were made. */
    public List<String> channels() throws IOException {
        return programs.channels();
    }

    /** Whether this channel was made before. */
    public boolean hasChannel(String channel) {
        return Files.exists(programs.firstBlock(channel));
    }

    /** Waits until each hospital can write: after a start, its peer has to find the others first. */
    public void awaitChannel(String channel) throws IOException {
        for (var site : sites.hospitals()) {
            try (var peer = peer(site)) {
                Acquaintance.await(peer, channel, sites.hospitals().size());
            }
        }
    }

    private void settle(String channel, Block first, Lifecycle lifecycle, List<PeerLink> peers) throws IOException {
        for (var peer : peers) {
            lifecycle.join(peer, first);
        }
        for (var peer : peers) {
            var contract = programs.contractPackage(new NodeId(peer.organization()));
            if (!lifecycle.isInstalled(peer, contract)) {
                lifecycle.install(peer, contract);
            }
            lifecycle.approve(peer, channel, contract.id());
        }
        lifecycle.commit(
                peers.getFirst(),
                channel,
                peers.stream().map(PeerLink::organization).toList());
        for (var peer : peers) {
            Acquaintance.await(peer, channel, peers.size());
        }
    }

    private Block firstBlock(String channel) throws IOException {
        var hospitals = hospitals().stream().map(programs::hospital).toList();
        return new FirstBlock(sites, programs.ordering(), hospitals)
                .build(channel, tools.clock().instant(), tools.random());
    }

    /**
     * A certificate by which a hospital's own node is known on the ledger; its key stays where it is.
     *
     * @param passphrase of the network's authorities
     */
    public Outcome<X509Certificate> enrol(NodeId hospital, VerificationKey key, Passphrase passphrase)
            throws IOException {
        return Registry.open(programs.hospital(hospital), passphrase, tools.clock(), tools.random())
                .then(registry -> registry.client(key));
    }

    /** Where a hospital's node finds its peer. */
    public LedgerConnection.Address address(NodeId hospital) {
        return new LedgerConnection.Address(
                sites.host(), sites.hospital(hospital).orElseThrow().port());
    }

    /** Who vouches for the TLS of a hospital's peer. */
    public X509Certificate tlsAuthority(NodeId hospital) throws IOException {
        return programs.hospital(hospital).tlsAuthority();
    }

    /** Writes all blocks that a hospital's peer has of a channel into a file, for whoever verifies them; how many those are. */
    public long export(NodeId hospital, String channel, Path file) throws IOException {
        try (var peer = peer(sites.hospital(hospital).orElseThrow())) {
            return BlockExport.write(peer, channel, file);
        }
    }

    /** The certificates of the authorities that say who is who on its channels: what a verifier has to believe, also of those that were there once. */
    public List<X509Certificate> authorities() throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        all.add(programs.ordering().authority());
        for (var hospital : hospitals()) {
            all.add(programs.hospital(hospital).authority());
        }
        for (var gone : sites.former()) {
            all.add(programs.hospital(gone).authority());
        }
        return List.copyOf(all);
    }

    private PeerLink peer(Sites.HospitalSite site) throws IOException {
        return PeerLink.open(programs.hospital(site.name()), new Program.Address(sites.host(), site.port()));
    }

    /**
     * How a hospital's node reaches its own peer, with the node's identity that was made for it here.
     *
     * @param patience how long any single call may take
     */
    public LedgerConnection connection(NodeId hospital, String channel, Duration patience) throws IOException {
        var organization = programs.hospital(hospital);
        var self = organization.msp(Organization.CLIENT).self();
        var tls = Credential.read(organization.tls(Organization.CLIENT));
        return new LedgerConnection(
                sites.ordering().mode(),
                address(hospital),
                channel,
                new LedgerConnection.Tls(tls.certificate(), tls.key(), organization.tlsAuthority()),
                new LedgerConnection.Speaker(hospital, self.certificate(), self.signer(), organization.authority()),
                patience);
    }
}

package org.healthsphere.consent.fabric;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.NodeId;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Config;

/**
 * A hospital on its way into a network that runs. Every step may be done again: an attempt that was broken off is taken up where it
 * ended, and until the last step the network is what it was.
 *
 * @param sites those of the network with this hospital, the last of them
 */
record Newcomer(Path folder, Sites sites, FabricNetwork.Tools tools) {
    /** The sites as they will be, kept until the hospital has come. */
    private static final String COMING = "joining";

    private static final Duration AGREED = Duration.ofSeconds(20);

    static Path comingFolder(Path folder) {
        return folder.resolve(COMING);
    }

    /** Makes its keys and settings. */
    static Newcomer prepare(
            Path folder, Sites wider, List<X509Certificate> visitors, Passphrase passphrase, FabricNetwork.Tools tools)
            throws IOException {
        var site = wider.hospitals().getLast();
        // Keys of an attempt that did not come so far that anybody else saw them.
        delete(Layout.hospital(folder, site.name()).folder());
        new NetworkFounding(folder, wider, visitors, tools, passphrase).hospital(site);
        wider.write(comingFolder(folder));
        return new Newcomer(folder, wider, tools);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Sites.HospitalSite site() {
        return sites.hospitals().getLast();
    }

    private List<Sites.HospitalSite> present() {
        return sites.hospitals().subList(0, sites.hospitals().size() - 1);
    }

    private Organization organization(NodeId hospital) {
        return Layout.hospital(folder, hospital);
    }

    private PeerLink peer(Sites.HospitalSite of) throws IOException {
        return PeerLink.open(organization(of.name()), new Program.Address(sites.host(), of.port()));
    }

    /** Puts it into the channel's configuration, with the word of most of the hospitals that are there. */
    void propose(String channel) throws IOException {
        var config = config(channel, present().getFirst());
        if (!isIn(config)) {
            var hospital =
                    new FirstBlock(sites, Layout.ordering(folder), List.of()).hospital(organization(site().name()));
            var update = ChannelUpdate.admitting(channel, config, site().name().value(), hospital);
            List<Administrator> most = new ArrayList<>();
            for (var one : present().subList(0, present().size() / 2 + 1)) {
                most.add(Administrator.of(organization(one.name())));
            }
            submit(channel, update, most);
        }
        for (var one : present()) {
            if (!Waiting.until(() -> isIn(config(channel, one)), AGREED)) {
                throw new IOException("the peer of " + one.name() + " does not learn of the new configuration");
            }
        }
    }

    /** One orderer after the other, until one is there who takes it and the change is made. */
    private void submit(String channel, ChannelUpdate update, List<Administrator> administrators) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (var orderer : sites.orderers()) {
            try (var link =
                    OrdererLink.open(Layout.ordering(folder), new Program.Address(sites.host(), orderer.port()))) {
                link.broadcast(update.signed(administrators, tools.clock().instant(), tools.random()));
                if (Waiting.until(() -> isIn(config(channel, present().getFirst())), AGREED)) {
                    return;
                }
            } catch (IOException e) {
                failures.add(e);
            }
        }
        var failure = new IOException("no orderer makes the change of the channel's configuration");
        failures.forEach(failure::addSuppressed);
        throw failure;
    }

    private boolean isIn(Config config) {
        return config.getChannelGroup()
                .getGroupsOrThrow(ChannelUpdate.APPLICATION)
                .containsGroups(site().name().value());
    }

    private Config config(String channel, Sites.HospitalSite of) throws IOException {
        try (var peer = peer(of);
                var gateway = peer.gateway()) {
            return Config.parseFrom(
                    gateway.getNetwork(channel).getContract("cscc").evaluateTransaction("GetChannelConfig", channel));
        } catch (GatewayException | GatewayRuntimeException | StatusRuntimeException e) {
            throw new IOException("the peer of " + of.name() + " does not tell the channel's configuration", e);
        }
    }

    /** Its peer gets the channel from the first block on and the contract, to which it agrees; all peers get to know it. */
    void settle(String channel, Block first, ContractPackage contract) throws IOException {
        var lifecycle = new Lifecycle(new Proposals(tools.clock(), tools.random()));
        try (var own = peer(site())) {
            if (!lifecycle.hasJoined(own, channel)) {
                lifecycle.join(own, first);
            }
            if (!Waiting.until(() -> knowsItself(channel), AGREED)) {
                throw new IOException("the peer of " + site().name() + " does not catch up with the channel");
            }
            if (!lifecycle.isInstalled(own, contract)) {
                lifecycle.install(own, contract);
            }
            lifecycle.approve(own, channel, contract.id());
        }
        for (var one : sites.hospitals()) {
            try (var peer = peer(one)) {
                Acquaintance.await(peer, channel, sites.hospitals().size());
            }
        }
    }

    /** Until it has read of its own admission, its peer takes nobody's word, not even its administrator's. */
    private boolean knowsItself(String channel) {
        try {
            return isIn(config(channel, site()));
        } catch (IOException _) {
            return false;
        }
    }

    /** From now on the network is one with this hospital. */
    void arrive() throws IOException {
        sites.write(folder);
        delete(comingFolder(folder));
    }
}

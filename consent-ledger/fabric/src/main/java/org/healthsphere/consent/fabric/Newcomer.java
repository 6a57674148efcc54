package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.NodeId;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ConfigGroup;

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
        Folders.delete(Layout.hospital(folder, site.name()).folder());
        new NetworkFounding(folder, wider, visitors, tools, passphrase).hospital(site);
        wider.write(comingFolder(folder));
        return new Newcomer(folder, wider, tools);
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
        var hospital = new FirstBlock(sites, Layout.ordering(folder), List.of()).hospital(organization(site().name()));
        var reconfiguration = reconfiguration();
        reconfiguration.make(
                channel,
                root -> with(root, hospital),
                reconfiguration.most(present(), present().size()),
                present());
    }

    private Reconfiguration reconfiguration() {
        return new Reconfiguration(folder, sites, tools);
    }

    private ConfigGroup with(ConfigGroup channel, ConfigGroup hospital) {
        var hospitals = channel.getGroupsOrThrow(Reconfiguration.APPLICATION);
        return isIn(channel)
                ? channel
                : channel.toBuilder()
                        .putGroups(
                                Reconfiguration.APPLICATION,
                                hospitals.toBuilder()
                                        .putGroups(site().name().value(), hospital)
                                        .build())
                        .build();
    }

    private boolean isIn(ConfigGroup channel) {
        return channel.getGroupsOrThrow(Reconfiguration.APPLICATION)
                .containsGroups(site().name().value());
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
            return isIn(reconfiguration().config(channel, site()).getChannelGroup());
        } catch (IOException _) {
            return false;
        }
    }

    /** From now on the network is one with this hospital. */
    void arrive() throws IOException {
        sites.write(folder);
        Folders.delete(comingFolder(folder));
    }
}

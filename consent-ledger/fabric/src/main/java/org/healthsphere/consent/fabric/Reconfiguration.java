package org.healthsphere.consent.fabric;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;

/**
 * Changes the configuration of a channel that runs.
 *
 * @param sites where the orderers are that make the change, and the peers that learn of it
 */
record Reconfiguration(Path folder, Sites sites, FabricNetwork.Tools tools) {
    static final String APPLICATION = "Application";
    static final String ORDERER = "Orderer";

    /** Orderers may have to agree on another leader first, and peers to find another orderer. */
    private static final Duration AGREED = Duration.ofSeconds(45);

    private static final Duration HEARD = Duration.ofSeconds(10);

    /** What a channel is to become; what it has become already stays as it is. */
    interface Change {
        ConfigGroup of(ConfigGroup channel) throws IOException;
    }

    /**
     * Makes the change, unless it is made, and waits until these hospitals' peers know.
     *
     * @param signers as many as it needs
     */
    void make(String channel, Change change, List<Administrator> signers, List<Sites.HospitalSite> witnesses)
            throws IOException {
        var first = witnesses.getFirst();
        var present = config(channel, first).getChannelGroup();
        var wanted = change.of(present);
        if (!wanted.equals(present)) {
            submit(ChannelUpdate.to(channel, present, wanted), signers, () -> isMade(channel, change, first));
        }
        for (var one : witnesses) {
            if (!Waiting.until(() -> isMade(channel, change, one), AGREED)) {
                throw new IOException("the peer of " + one.name() + " does not learn of the new configuration");
            }
        }
    }

    private boolean isMade(String channel, Change change, Sites.HospitalSite witness) throws IOException {
        var present = config(channel, witness).getChannelGroup();
        return change.of(present).equals(present);
    }

    /**
     * One orderer after the other, until one takes it and the change is made. Who refuses may do so because it is made already, and the
     * peer that is asked has not heard of it yet.
     */
    private void submit(ChannelUpdate update, List<Administrator> signers, Waiting.Condition made) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (var orderer : sites.orderers()) {
            var patience = AGREED;
            try (var link =
                    OrdererLink.open(Layout.ordering(folder), new Program.Address(sites.host(), orderer.port()))) {
                link.broadcast(update.signed(signers, tools.clock().instant(), tools.random()));
            } catch (IOException e) {
                failures.add(e);
                patience = HEARD;
            }
            if (Waiting.until(made, patience)) {
                return;
            }
        }
        var failure = new IOException("no orderer makes the change of the channel's configuration");
        failures.forEach(failure::addSuppressed);
        throw failure;
    }

    /** As this hospital's peer has it. */
    Config config(String channel, Sites.HospitalSite of) throws IOException {
        var address = new Program.Address(sites.host(), of.port());
        try (var peer = PeerLink.open(Layout.hospital(folder, of.name()), address);
                var gateway = peer.gateway()) {
            return Config.parseFrom(
                    gateway.getNetwork(channel).getContract("cscc").evaluateTransaction("GetChannelConfig", channel));
        } catch (GatewayException | GatewayRuntimeException | StatusRuntimeException e) {
            throw new IOException("the peer of " + of.name() + " does not tell the channel's configuration", e);
        }
    }

    /** As many administrators as make most of this many hospitals, beginning with the first of these. */
    List<Administrator> most(List<Sites.HospitalSite> of, int hospitals) throws IOException {
        List<Administrator> most = new ArrayList<>();
        for (var one : of.subList(0, hospitals / 2 + 1)) {
            most.add(Administrator.of(Layout.hospital(folder, one.name())));
        }
        return List.copyOf(most);
    }
}

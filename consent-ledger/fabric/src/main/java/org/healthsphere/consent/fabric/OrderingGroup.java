package org.healthsphere.consent.fabric;

import static org.healthsphere.consent.fabric.ConfigParts.ADMINS;
import static org.healthsphere.consent.fabric.ConfigParts.READERS;
import static org.healthsphere.consent.fabric.ConfigParts.WRITERS;
import static org.healthsphere.consent.fabric.ConfigParts.value;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.time.Duration;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.common.OrdererAddresses;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.orderer.BatchSize;
import org.hyperledger.fabric.protos.orderer.BatchTimeout;
import org.hyperledger.fabric.protos.orderer.ChannelRestrictions;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.orderer.etcdraft.ConfigMetadata;
import org.hyperledger.fabric.protos.orderer.smartbft.Options;

/** The part of a channel's configuration that says who orders, and whose signatures make a block valid. */
final class OrderingGroup {
    /** A whole block is what proves that a transaction is in it: it stays small. */
    private static final int MOST_TRANSACTIONS = 200;

    private static final int LARGEST_BLOCK = 10 << 20;
    private static final int USUAL_BLOCK = 2 << 20;
    private static final int WAITING_REQUESTS = 100_000;
    private static final int SNAPSHOT_EVERY = 16 << 20;

    private final Sites sites;
    private final Organization ordering;

    OrderingGroup(Sites sites, Organization ordering) {
        this.sites = sites;
        this.ordering = ordering;
    }

    ConfigGroup build() throws IOException {
        var name = ordering.name();
        var addresses = OrdererAddresses.newBuilder();
        sites.orderers().forEach(site -> addresses.addAddresses(sites.host() + ":" + site.port()));
        var organization = ConfigParts.organization(ordering)
                .putPolicies(READERS, ConfigParts.anyOf(name, MSPRoleType.MEMBER))
                .putPolicies(WRITERS, ConfigParts.anyOf(name, MSPRoleType.MEMBER))
                .putPolicies(ADMINS, ConfigParts.anyOf(name, MSPRoleType.ADMIN))
                .putValues("Endpoints", value(addresses.build()));
        var group = ConfigParts.group()
                .putPolicies(Consenters.BLOCK_VALIDATION, blockValidation())
                .putValues("ConsensusType", value(consensus()))
                .putValues(
                        "BatchSize",
                        value(BatchSize.newBuilder()
                                .setMaxMessageCount(MOST_TRANSACTIONS)
                                .setAbsoluteMaxBytes(LARGEST_BLOCK)
                                .setPreferredMaxBytes(USUAL_BLOCK)
                                .build()))
                .putValues(
                        "BatchTimeout",
                        value(BatchTimeout.newBuilder()
                                .setTimeout(millis(sites.batch()))
                                .build()))
                .putValues("ChannelRestrictions", value(ChannelRestrictions.getDefaultInstance()))
                .putValues("Capabilities", ConfigParts.capability("V2_0"))
                .putGroups(name, organization.build());
        if (sites.ordering().isByzantine()) {
            group.putValues("Orderers", value(consenters()));
        }
        return group.build();
    }

    private ConsensusType consensus() throws IOException {
        var byzantine = sites.ordering().isByzantine();
        Message metadata = byzantine ? byzantineOptions() : raft();
        return ConsensusType.newBuilder()
                .setType(byzantine ? "BFT" : "etcdraft")
                .setMetadata(metadata.toByteString())
                .build();
    }

    private ConfigMetadata raft() throws IOException {
        var metadata = ConfigMetadata.newBuilder()
                .setOptions(org.hyperledger.fabric.protos.orderer.etcdraft.Options.newBuilder()
                        .setTickInterval("100ms")
                        .setElectionTick(10)
                        .setHeartbeatTick(1)
                        .setMaxInflightBlocks(5)
                        .setSnapshotIntervalSize(SNAPSHOT_EVERY));
        for (var site : sites.orderers()) {
            var tls = tls(site);
            metadata.addConsenters(org.hyperledger.fabric.protos.orderer.etcdraft.Consenter.newBuilder()
                    .setHost(sites.host())
                    .setPort(site.port())
                    .setClientTlsCert(tls)
                    .setServerTlsCert(tls));
        }
        return metadata.build();
    }

    private Options byzantineOptions() {
        return Options.newBuilder()
                .setRequestBatchMaxCount(MOST_TRANSACTIONS)
                .setRequestBatchMaxBytes(LARGEST_BLOCK)
                .setRequestBatchMaxInterval(millis(sites.batch()))
                .setIncomingMessageBufferSize(200)
                .setRequestPoolSize(WAITING_REQUESTS)
                .setRequestMaxBytes(LARGEST_BLOCK)
                .setRequestForwardTimeout("2s")
                .setRequestComplainTimeout("5s")
                .setRequestAutoRemoveTimeout("3m")
                .setViewChangeResendInterval("2s")
                .setViewChangeTimeout("8s")
                .setCollectTimeout("1s")
                .setLeaderHeartbeatTimeout("5s")
                .setLeaderHeartbeatCount(10)
                .setLeaderRotation(Options.Rotation.ROTATION_OFF)
                .build();
    }

    private Orderers consenters() throws IOException {
        var all = Orderers.newBuilder();
        for (var site : sites.orderers()) {
            var tls = tls(site);
            all.addConsenterMapping(Consenter.newBuilder()
                    .setId(site.number())
                    .setHost(sites.host())
                    .setPort(site.port())
                    .setMspId(ordering.name())
                    .setIdentity(identity(site))
                    .setClientTlsCert(tls)
                    .setServerTlsCert(tls));
        }
        return all.build();
    }

    /** Of Raft's orderers, any one signs a block. */
    private ConfigPolicy blockValidation() throws IOException {
        return sites.ordering().isByzantine()
                ? Consenters.blockValidation(consenters().getConsenterMappingList())
                : ConfigParts.below(ImplicitMetaPolicy.Rule.ANY, WRITERS);
    }

    private ByteString identity(Sites.OrdererSite site) throws IOException {
        return ConfigParts.pem(ordering.msp(site.name()).self().certificate());
    }

    private ByteString tls(Sites.OrdererSite site) throws IOException {
        return ConfigParts.pem(
                Credential.readCertificate(ordering.tls(site.name()).certificate()));
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }
}

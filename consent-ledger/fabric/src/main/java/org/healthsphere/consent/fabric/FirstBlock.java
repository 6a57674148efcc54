package org.healthsphere.consent.fabric;

import static org.healthsphere.consent.fabric.ConfigParts.ADMINS;
import static org.healthsphere.consent.fabric.ConfigParts.ENDORSEMENT;
import static org.healthsphere.consent.fabric.ConfigParts.READERS;
import static org.healthsphere.consent.fabric.ConfigParts.WRITERS;
import static org.healthsphere.consent.fabric.ConfigParts.value;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockDataHashingStructure;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HashingAlgorithm;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.AnchorPeer;
import org.hyperledger.fabric.protos.peer.AnchorPeers;

/**
 * A channel's first block: who its members are, who orders, and what most of them have to agree to.
 *
 * <p>What the contract writes, and which contract it is, needs most of the hospitals; keys with a policy of their own follow that.
 */
record FirstBlock(Sites sites, Organization ordering, List<Organization> hospitals) {
    private static final int NONCE_BYTES = 24;
    /** Nobody makes a tree of a block's transactions: its hash is over all of them. */
    private static final int FLAT = -1;

    Block build(String channel, Instant time, SecureRandom random) throws IOException {
        var group = ConfigParts.group()
                .putValues(
                        "HashingAlgorithm",
                        value(HashingAlgorithm.newBuilder().setName("SHA256").build()))
                .putValues(
                        "BlockDataHashingStructure",
                        value(BlockDataHashingStructure.newBuilder()
                                .setWidth(FLAT)
                                .build()))
                .putValues(
                        "Capabilities", ConfigParts.capability(sites.ordering().isByzantine() ? "V3_0" : "V2_0"))
                .putGroups("Orderer", new OrderingGroup(sites, ordering).build())
                .putGroups("Application", application());
        return block(envelope(channel, time, random, group.build()));
    }

    private ConfigGroup application() throws IOException {
        var group = ConfigParts.group()
                .putPolicies(ENDORSEMENT, ConfigParts.below(ImplicitMetaPolicy.Rule.MAJORITY, ENDORSEMENT))
                .putPolicies("LifecycleEndorsement", ConfigParts.below(ImplicitMetaPolicy.Rule.MAJORITY, ENDORSEMENT))
                // From 2.5 on, private values can be purged.
                .putValues("Capabilities", ConfigParts.capability("V2_5"));
        for (var hospital : hospitals) {
            group.putGroups(hospital.name(), hospital(hospital));
        }
        return group.build();
    }

    /** What a channel says of a hospital. */
    ConfigGroup hospital(Organization hospital) throws IOException {
        var name = hospital.name();
        var port = sites.hospitals().stream()
                .filter(site -> site.name().value().equals(name))
                .findFirst()
                .orElseThrow()
                .port();
        var anchor = AnchorPeer.newBuilder().setHost(sites.host()).setPort(port);
        return ConfigParts.organization(hospital)
                .putPolicies(READERS, ConfigParts.anyOf(name, MSPRoleType.MEMBER))
                .putPolicies(WRITERS, ConfigParts.anyOf(name, MSPRoleType.ADMIN, MSPRoleType.CLIENT))
                .putPolicies(ADMINS, ConfigParts.anyOf(name, MSPRoleType.ADMIN))
                .putPolicies(ENDORSEMENT, ConfigParts.anyOf(name, MSPRoleType.PEER))
                .putValues(
                        "AnchorPeers",
                        value(AnchorPeers.newBuilder().addAnchorPeers(anchor).build()))
                .build();
    }

    private static Envelope envelope(String channel, Instant time, SecureRandom random, ConfigGroup group) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var header = Header.newBuilder()
                .setChannelHeader(ChannelHeader.newBuilder()
                        .setType(HeaderType.CONFIG_VALUE)
                        .setVersion(1)
                        .setChannelId(channel)
                        .setTxId(Sha256.of(nonce).hex())
                        .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                        .build()
                        .toByteString())
                .setSignatureHeader(SignatureHeader.newBuilder()
                        .setNonce(ByteString.copyFrom(nonce))
                        .build()
                        .toByteString());
        var config = ConfigEnvelope.newBuilder().setConfig(Config.newBuilder().setChannelGroup(group));
        var payload =
                Payload.newBuilder().setHeader(header).setData(config.build().toByteString());
        return Envelope.newBuilder().setPayload(payload.build().toByteString()).build();
    }

    private static Block block(Envelope envelope) {
        var last = LastConfig.getDefaultInstance();
        var signatures = Metadata.newBuilder()
                .setValue(OrdererBlockMetadata.newBuilder()
                        .setLastConfig(last)
                        .build()
                        .toByteString());
        var hash = Sha256.of(envelope.toByteArray()).bytes();
        return Block.newBuilder()
                .setHeader(BlockHeader.newBuilder().setDataHash(ByteString.copyFrom(hash)))
                .setData(BlockData.newBuilder().addData(envelope.toByteString()))
                .setMetadata(BlockMetadata.newBuilder()
                        .addMetadata(signatures.build().toByteString())
                        .addMetadata(Metadata.newBuilder()
                                .setValue(last.toByteString())
                                .build()
                                .toByteString())
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.EMPTY))
                .build();
    }
}

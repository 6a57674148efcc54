package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.orderer.etcdraft.ConfigMetadata;

/** The orderers in a channel's configuration, each known by certificates of its own. */
final class Consenters {
    private static final String ORDERERS = "Orderers";
    private static final String CONSENSUS = "ConsensusType";

    static final String BLOCK_VALIDATION = "BlockValidation";

    private Consenters() {}

    /**
     * The certificates of one orderer.
     *
     * @param identity counts only where each orderer signs for itself
     */
    record Certificates(ByteString identity, ByteString tls) {}

    /** The channel with other certificates of this orderer. */
    static ConfigGroup with(ConfigGroup channel, Sites.OrdererSite site, Certificates certificates) throws IOException {
        var ordering = channel.getGroupsOrThrow(Reconfiguration.ORDERER);
        var changed = ordering.containsValues(ORDERERS)
                ? byzantine(ordering, site, certificates)
                : raft(ordering, site, certificates);
        return channel.toBuilder().putGroups(Reconfiguration.ORDERER, changed).build();
    }

    private static ConfigGroup byzantine(ConfigGroup ordering, Sites.OrdererSite site, Certificates certificates)
            throws IOException {
        var all = Orderers.parseFrom(ordering.getValuesOrThrow(ORDERERS).getValue()).toBuilder();
        for (var one : all.getConsenterMappingBuilderList()) {
            if (one.getId() == site.number()) {
                one.setIdentity(certificates.identity())
                        .setClientTlsCert(certificates.tls())
                        .setServerTlsCert(certificates.tls());
            }
        }
        var policy = ordering.getPoliciesOrThrow(BLOCK_VALIDATION).toBuilder()
                .setPolicy(blockValidation(all.getConsenterMappingList()).getPolicy());
        return ordering.toBuilder()
                .putValues(ORDERERS, value(ordering, ORDERERS, all.build().toByteString()))
                .putPolicies(BLOCK_VALIDATION, policy.build())
                .build();
    }

    private static ConfigGroup raft(ConfigGroup ordering, Sites.OrdererSite site, Certificates certificates)
            throws IOException {
        var type = ConsensusType.parseFrom(ordering.getValuesOrThrow(CONSENSUS).getValue());
        var all = ConfigMetadata.parseFrom(type.getMetadata()).toBuilder();
        for (var one : all.getConsentersBuilderList()) {
            if (one.getPort() == site.port()) {
                one.setClientTlsCert(certificates.tls()).setServerTlsCert(certificates.tls());
            }
        }
        var wanted = type.toBuilder().setMetadata(all.build().toByteString()).build();
        return ordering.toBuilder()
                .putValues(CONSENSUS, value(ordering, CONSENSUS, wanted.toByteString()))
                .build();
    }

    private static ConfigValue value(ConfigGroup group, String name, ByteString value) {
        return group.getValuesOrThrow(name).toBuilder().setValue(value).build();
    }

    /** Of n orderers, f may lie: a block needs the signatures of ceil((n + f + 1) / 2) of them. */
    static ConfigPolicy blockValidation(List<Consenter> consenters) {
        var count = consenters.size();
        var faulty = (count - 1) / 3;
        var rule = SignaturePolicy.NOutOf.newBuilder().setN((count + faulty + 2) / 2);
        var envelope = SignaturePolicyEnvelope.newBuilder();
        for (var consenter : consenters) {
            var identity = SerializedIdentity.newBuilder()
                    .setMspid(consenter.getMspId())
                    .setIdBytes(consenter.getIdentity());
            rule.addRules(SignaturePolicy.newBuilder().setSignedBy(envelope.getIdentitiesCount()));
            envelope.addIdentities(MSPPrincipal.newBuilder()
                    .setPrincipalClassification(MSPPrincipal.Classification.IDENTITY)
                    .setPrincipal(identity.build().toByteString()));
        }
        return ConfigParts.signatures(
                envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(rule)).build());
    }
}

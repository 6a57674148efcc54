package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * What the first block of a Fabric channel says, or a later one that changes it: whose channel it is, who orders, and by which
 * roots each is known.
 *
 * @param config as it stands in the block
 * @param hospitals the organizations that endorse
 * @param ordering the organizations that order
 * @param roots by organization
 * @param revoked by organization, the lists of what its roots took back
 * @param consenters the orderers by their number, where they may lie and so each signs; empty where any one signs for all
 */
record ChannelConfiguration(
        String name,
        Config config,
        Set<String> hospitals,
        Set<String> ordering,
        Map<String, List<X509Certificate>> roots,
        Map<String, List<X509CRL>> revoked,
        Map<Integer, ByteString> consenters) {

    /** The block's only envelope is a configuration; whether it may be one is not asked here. */
    static ChannelConfiguration of(Block block) throws InvalidProtocolBufferException {
        if (block.getData().getDataCount() != 1) {
            throw new InvalidProtocolBufferException("a block holds one configuration, or none");
        }
        var payload =
                Payload.parseFrom(Envelope.parseFrom(block.getData().getData(0)).getPayload());
        var header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
        if (header.getType() != HeaderType.CONFIG_VALUE) {
            throw new InvalidProtocolBufferException("a block holds one configuration, or none");
        }
        return of(
                header.getChannelId(),
                ConfigEnvelope.parseFrom(payload.getData()).getConfig());
    }

    private static ChannelConfiguration of(String name, Config config) throws InvalidProtocolBufferException {
        var channel = config.getChannelGroup();
        var application = channel.getGroupsOrDefault("Application", ConfigGroup.getDefaultInstance());
        var orderer = channel.getGroupsOrDefault("Orderer", ConfigGroup.getDefaultInstance());
        Map<String, List<X509Certificate>> roots = new HashMap<>();
        Map<String, List<X509CRL>> revoked = new HashMap<>();
        return new ChannelConfiguration(
                name,
                config,
                organizations(application, roots, revoked),
                organizations(orderer, roots, revoked),
                roots,
                revoked,
                consenters(orderer));
    }

    /** The group's organizations, whose roots and lists are put to the others. */
    private static Set<String> organizations(
            ConfigGroup group, Map<String, List<X509Certificate>> roots, Map<String, List<X509CRL>> revoked)
            throws InvalidProtocolBufferException {
        Set<String> names = new TreeSet<>();
        for (var organization : group.getGroupsMap().values()) {
            var value = organization.getValuesMap().get("MSP");
            if (value == null) {
                throw new InvalidProtocolBufferException("an organization has roots");
            }
            var msp = FabricMSPConfig.parseFrom(
                    MSPConfig.parseFrom(value.getValue()).getConfig());
            roots.put(msp.getName(), certificates(msp));
            revoked.put(msp.getName(), lists(msp));
            names.add(msp.getName());
        }
        return Set.copyOf(names);
    }

    private static List<X509Certificate> certificates(FabricMSPConfig msp) throws InvalidProtocolBufferException {
        List<X509Certificate> all = new ArrayList<>();
        for (var pem : msp.getRootCertsList()) {
            if (!(Pem.certificates(pem.toString(StandardCharsets.US_ASCII))
                    instanceof Outcome.Success<List<X509Certificate>>(var found))) {
                throw new InvalidProtocolBufferException("a root is a certificate");
            }
            all.addAll(found);
        }
        return List.copyOf(all);
    }

    private static List<X509CRL> lists(FabricMSPConfig msp) throws InvalidProtocolBufferException {
        List<X509CRL> all = new ArrayList<>();
        for (var pem : msp.getRevocationListList()) {
            if (!(Pem.revocations(pem.toString(StandardCharsets.US_ASCII))
                    instanceof Outcome.Success<X509CRL>(var list))) {
                throw new InvalidProtocolBufferException("a list of revoked certificates is one");
            }
            all.add(list);
        }
        return List.copyOf(all);
    }

    private static Map<Integer, ByteString> consenters(ConfigGroup orderer) throws InvalidProtocolBufferException {
        var value = orderer.getValuesMap().get("Orderers");
        Map<Integer, ByteString> all = new HashMap<>();
        if (value != null) {
            for (var consenter : Orderers.parseFrom(value.getValue()).getConsenterMappingList()) {
                var identity = SerializedIdentity.newBuilder()
                        .setMspid(consenter.getMspId())
                        .setIdBytes(consenter.getIdentity());
                all.put(consenter.getId(), identity.build().toByteString());
            }
        }
        return Map.copyOf(all);
    }

    /** Whether every root is one of these. */
    boolean isOf(List<X509Certificate> authorities) {
        return roots.values().stream().allMatch(own -> !own.isEmpty() && authorities.containsAll(own));
    }

    /** How many orderers sign a block: of n, of which f may lie, ceil((n + f + 1) / 2). */
    int signers() {
        var count = consenters.size();
        return count == 0 ? 1 : (count + (count - 1) / 3 + 2) / 2;
    }
}

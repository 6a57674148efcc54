package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigSignature;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/**
 * A change of a channel's configuration, which those sign who have to agree to it.
 *
 * <p>What is only read stands there with its version alone: when anybody changed it meanwhile, the update is refused.
 */
record ChannelUpdate(String channel, ConfigUpdate update) {
    static final String APPLICATION = "Application";
    private static final int NONCE_BYTES = 24;

    /** One more hospital: the group of the hospitals gets a new version, all that stands in it keeps its own. */
    static ChannelUpdate admitting(String channel, Config present, String name, ConfigGroup hospital) {
        var root = present.getChannelGroup();
        var hospitals = root.getGroupsOrThrow(APPLICATION);
        var read = versions(hospitals).setVersion(hospitals.getVersion()).build();
        var written = read.toBuilder()
                .setVersion(hospitals.getVersion() + 1)
                .setModPolicy(hospitals.getModPolicy())
                .putGroups(name, hospital)
                .build();
        var around = ConfigGroup.newBuilder().setVersion(root.getVersion()).build();
        return new ChannelUpdate(
                channel,
                ConfigUpdate.newBuilder()
                        .setChannelId(channel)
                        .setReadSet(around.toBuilder().putGroups(APPLICATION, read))
                        .setWriteSet(around.toBuilder().putGroups(APPLICATION, written))
                        .build());
    }

    /** What stands in a group, each by its version. */
    private static ConfigGroup.Builder versions(ConfigGroup group) {
        var versions = ConfigGroup.newBuilder();
        group.getValuesMap()
                .forEach((name, value) -> versions.putValues(
                        name,
                        ConfigValue.newBuilder().setVersion(value.getVersion()).build()));
        group.getPoliciesMap()
                .forEach((name, policy) -> versions.putPolicies(
                        name,
                        ConfigPolicy.newBuilder()
                                .setVersion(policy.getVersion())
                                .build()));
        group.getGroupsMap()
                .forEach((name, below) -> versions.putGroups(
                        name,
                        ConfigGroup.newBuilder().setVersion(below.getVersion()).build()));
        return versions;
    }

    /** With the signatures of these, the first of whom hands it in. */
    Envelope signed(List<Administrator> administrators, Instant time, SecureRandom random) {
        var content = update.toByteString();
        var signatures = ConfigUpdateEnvelope.newBuilder().setConfigUpdate(content);
        for (var administrator : administrators) {
            var header = header(administrator, random);
            signatures.addSignatures(ConfigSignature.newBuilder()
                    .setSignatureHeader(header)
                    .setSignature(administrator.sign(header.concat(content))));
        }
        var first = administrators.getFirst();
        var payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(ChannelHeader.newBuilder()
                                .setType(HeaderType.CONFIG_UPDATE_VALUE)
                                .setChannelId(channel)
                                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                                .build()
                                .toByteString())
                        .setSignatureHeader(header(first, random)))
                .setData(signatures.build().toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(first.sign(payload))
                .build();
    }

    private static ByteString header(Administrator administrator, SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return SignatureHeader.newBuilder()
                .setCreator(administrator.creator())
                .setNonce(ByteString.copyFrom(nonce))
                .build()
                .toByteString();
    }
}

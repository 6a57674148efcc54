package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/**
 * Judges a change of a channel's configuration as its peers do: the orderer who wrote it signed it, it follows from the
 * configuration before and from the update in it, and each element that the update touches was changed with the signatures that
 * this element's policy demands.
 */
record ChannelReconfiguration(ChannelConfiguration channel, Identities identities) {

    /** Whether this is the channel's next configuration. */
    boolean holds(ByteString envelope) throws InvalidProtocolBufferException {
        var signed = Envelope.parseFrom(envelope);
        var payload = Payload.parseFrom(signed.getPayload());
        var header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
        var creator = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
        var isOrdered = header.getType() == HeaderType.CONFIG_VALUE
                && header.getChannelId().equals(channel.name())
                && identities
                        .identity(creator.getCreator(), Call.time(header))
                        .filter(identity -> identity.role() == MspRole.ORDERER
                                && channel.ordering().contains(identity.organization())
                                && identity.signed(signed.getSignature(), signed.getPayload()))
                        .isPresent();
        return isOrdered && follows(ConfigEnvelope.parseFrom(payload.getData()), Call.time(header));
    }

    private boolean follows(ConfigEnvelope next, Instant time) throws InvalidProtocolBufferException {
        var update = update(next.getLastUpdate());
        var change = ConfigUpdate.parseFrom(update.getConfigUpdate());
        var before = ChannelElements.of(channel.config().getChannelGroup());
        var read = ChannelElements.of(change.getReadSet());
        Map<ChannelElements.Place, ChannelElements.Element> changed =
                new HashMap<>(ChannelElements.of(change.getWriteSet()));
        changed.entrySet()
                .removeIf(one -> read.containsKey(one.getKey())
                        && read.get(one.getKey()).version() == one.getValue().version());
        if (!change.getChannelId().equals(channel.name())
                || next.getConfig().getSequence() != channel.config().getSequence() + 1
                || changed.isEmpty()
                || !isOf(before, read)) {
            return false;
        }
        var policies = new ChannelPolicies(channel.config().getChannelGroup(), signers(update, time));
        for (var one : changed.entrySet()) {
            if (!isAllowed(one.getKey(), one.getValue(), before, policies)) {
                return false;
            }
        }
        Map<ChannelElements.Place, ChannelElements.Element> after = new HashMap<>(before);
        after.putAll(changed);
        return ChannelElements.joined(after).equals(next.getConfig().getChannelGroup());
    }

    private static ConfigUpdateEnvelope update(Envelope envelope) throws InvalidProtocolBufferException {
        return ConfigUpdateEnvelope.parseFrom(
                Payload.parseFrom(envelope.getPayload()).getData());
    }

    /** Nobody changed meanwhile what the update was made from. */
    private static boolean isOf(
            Map<ChannelElements.Place, ChannelElements.Element> before,
            Map<ChannelElements.Place, ChannelElements.Element> read) {
        return read.entrySet().stream()
                .allMatch(one -> before.containsKey(one.getKey())
                        && before.get(one.getKey()).version() == one.getValue().version());
    }

    /** What is new stands in a group whose own change was allowed. */
    private static boolean isAllowed(
            ChannelElements.Place place,
            ChannelElements.Element wanted,
            Map<ChannelElements.Place, ChannelElements.Element> before,
            ChannelPolicies policies) {
        var present = before.get(place);
        if (wanted.permission().isEmpty()) {
            return false;
        }
        return present == null
                ? wanted.version() == 0
                : wanted.version() == present.version() + 1 && policies.allow(place.home(), present.permission());
    }

    private Set<ChannelPolicies.Signer> signers(ConfigUpdateEnvelope update, Instant time)
            throws InvalidProtocolBufferException {
        Set<ChannelPolicies.Signer> found = new HashSet<>();
        for (var signature : update.getSignaturesList()) {
            var creator =
                    SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator();
            identities
                    .identity(creator, time)
                    .filter(identity -> identity.signed(
                            signature.getSignature(), signature.getSignatureHeader(), update.getConfigUpdate()))
                    .ifPresent(identity -> found.add(new ChannelPolicies.Signer(creator, identity)));
        }
        return Set.copyOf(found);
    }
}

package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * A signed proposal, taken apart.
 *
 * @param visible what of it may enter a block: all but the transient field
 */
record Call(
        Header header,
        ChannelHeader channel,
        SignatureHeader creator,
        String chaincode,
        List<ByteString> arguments,
        Map<String, ByteString> passed,
        ByteString visible) {

    /** The parts, if they are there and the transaction id is that of nonce and creator, as Fabric has it. */
    static Optional<Call> of(SignedProposal signed) {
        try {
            var proposal = Proposal.parseFrom(signed.getProposalBytes());
            var header = Header.parseFrom(proposal.getHeader());
            var payload = ChaincodeProposalPayload.parseFrom(proposal.getPayload());
            var spec = ChaincodeInvocationSpec.parseFrom(payload.getInput()).getChaincodeSpec();
            var call = new Call(
                    header,
                    ChannelHeader.parseFrom(header.getChannelHeader()),
                    SignatureHeader.parseFrom(header.getSignatureHeader()),
                    spec.getChaincodeId().getName(),
                    List.copyOf(spec.getInput().getArgsList()),
                    Map.copyOf(payload.getTransientMapMap()),
                    payload.toBuilder().clearTransientMap().build().toByteString());
            return isGenuine(call.channel(), call.creator())
                            && !call.arguments().isEmpty()
                    ? Optional.of(call)
                    : Optional.empty();
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    static boolean isGenuine(ChannelHeader channel, SignatureHeader creator) {
        var id =
                Sha256.of(creator.getNonce().toByteArray(), creator.getCreator().toByteArray());
        return channel.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE
                && id.hex().equals(channel.getTxId());
    }

    static Instant time(ChannelHeader channel) {
        return Instant.ofEpochSecond(
                channel.getTimestamp().getSeconds(), channel.getTimestamp().getNanos());
    }

    Instant time() {
        return time(channel);
    }

    String function() {
        return arguments.getFirst().toStringUtf8();
    }

    List<String> parameters() {
        return arguments.stream().skip(1).map(ByteString::toStringUtf8).toList();
    }

    /** What endorsers sign for: the headers and the visible part. */
    static ByteString proposalHash(Header header, ByteString visible) {
        return ByteString.copyFrom(Sha256.of(
                        header.getChannelHeader().toByteArray(),
                        header.getSignatureHeader().toByteArray(),
                        visible.toByteArray())
                .bytes());
    }
}

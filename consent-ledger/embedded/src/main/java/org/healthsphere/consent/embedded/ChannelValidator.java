package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** What makes a transaction of a Fabric channel valid, as the channel's peers judge it. */
final class ChannelValidator {
    private static final String OWN_COLLECTION = "_implicit_org_";

    private final ChannelConfiguration channel;
    private final Identities identities;
    private final ByteString usualPolicy;

    ChannelValidator(ChannelConfiguration channel, Identities identities) {
        this.channel = channel;
        this.identities = identities;
        this.usualPolicy =
                Policies.majority(channel.hospitals().stream().sorted().toList());
    }

    /** Signatures, ids and forms: all that needs no state. */
    ChannelTransaction check(ByteString bytes) {
        try {
            var envelope = Envelope.parseFrom(bytes);
            var payload = Payload.parseFrom(envelope.getPayload());
            var header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            var creator = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
            if (!Call.isGenuine(header, creator) || !header.getChannelId().equals(channel.name())) {
                return ChannelTransaction.refused(header.getTxId(), TxValidationCode.BAD_PROPOSAL_TXID);
            }
            return isSigned(envelope, creator, header)
                    ? action(bytes, payload, header)
                    : ChannelTransaction.refused(header.getTxId(), TxValidationCode.BAD_CREATOR_SIGNATURE);
        } catch (InvalidProtocolBufferException _) {
            return ChannelTransaction.refused("", TxValidationCode.BAD_PAYLOAD);
        }
    }

    private boolean isSigned(Envelope envelope, SignatureHeader creator, ChannelHeader header) {
        return identities
                .identity(creator.getCreator(), Call.time(header))
                .filter(identity -> channel.hospitals().contains(identity.organization())
                        && Validator.mayCreate(identity.role())
                        && identity.signed(envelope.getSignature(), envelope.getPayload()))
                .isPresent();
    }

    private ChannelTransaction action(ByteString bytes, Payload payload, ChannelHeader header)
            throws InvalidProtocolBufferException {
        var transaction = Transaction.parseFrom(payload.getData());
        if (transaction.getActionsCount() != 1) {
            return ChannelTransaction.refused(header.getTxId(), TxValidationCode.INVALID_ENDORSER_TRANSACTION);
        }
        var called = ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        var response = ProposalResponsePayload.parseFrom(called.getAction().getProposalResponsePayload());
        var action = ChaincodeAction.parseFrom(response.getExtension());
        var hash = Call.proposalHash(payload.getHeader(), called.getChaincodeProposalPayload());
        if (!response.getProposalHash().equals(hash)) {
            return ChannelTransaction.refused(header.getTxId(), TxValidationCode.INVALID_ENDORSER_TRANSACTION);
        }
        var endorsers = endorsers(called.getAction(), header);
        Map<String, Checked> parts = new HashMap<>();
        for (var set : TxReadWriteSet.parseFrom(action.getResults()).getNsRwsetList()) {
            parts.put(set.getNamespace(), part(bytes, header, endorsers, set));
        }
        var contract = action.getChaincodeId().getName();
        return new ChannelTransaction(header.getTxId(), contract, Map.copyOf(parts), TxValidationCode.VALID);
    }

    private static Checked part(ByteString bytes, ChannelHeader header, Set<String> endorsers, NsReadWriteSet set)
            throws InvalidProtocolBufferException {
        List<Checked.Hashed> hashed = new ArrayList<>();
        for (var collection : set.getCollectionHashedRwsetList()) {
            hashed.add(new Checked.Hashed(
                    collection.getCollectionName(), HashedRWSet.parseFrom(collection.getHashedRwset())));
        }
        return new Checked(
                header.getTxId(),
                bytes,
                Call.time(header),
                endorsers,
                KVRWSet.parseFrom(set.getRwset()),
                List.copyOf(hashed),
                Optional.empty(),
                TxValidationCode.VALID);
    }

    private Set<String> endorsers(ChaincodeEndorsedAction action, ChannelHeader header) {
        Set<String> found = new HashSet<>();
        for (var endorsement : action.getEndorsementsList()) {
            identities
                    .identity(endorsement.getEndorser(), Call.time(header))
                    .filter(identity -> identity.role() == MspRole.PEER
                            && channel.hospitals().contains(identity.organization()))
                    .filter(identity -> identity.signed(
                            endorsement.getSignature(), action.getProposalResponsePayload(), endorsement.getEndorser()))
                    .ifPresent(identity -> found.add(identity.organization()));
        }
        return Set.copyOf(found);
    }

    /** Endorsements and versions against the state of each namespace. */
    TxValidationCode judge(ChannelTransaction transaction, ChannelState.Batch state) {
        if (transaction.code() != TxValidationCode.VALID) {
            return transaction.code();
        }
        for (var part : transaction.parts().entrySet()) {
            var isCalled = part.getKey().equals(transaction.contract());
            if (state.isUnsettled(part.getKey(), part.getValue())
                    || !isEndorsed(part.getValue(), state.of(part.getKey()), isCalled)) {
                return TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
            }
            state.endorsed(part.getKey(), part.getValue());
        }
        for (var part : transaction.parts().entrySet()) {
            var code = Validator.versions(part.getValue(), state.of(part.getKey()));
            if (code != TxValidationCode.VALID) {
                return code;
            }
        }
        return TxValidationCode.VALID;
    }

    /**
     * A key with a policy of its own is judged by that, every other by the usual one, and what is written into an organization's own
     * collection by that organization's; where nothing of this is written, the contract that was called still needs the usual.
     */
    private boolean isEndorsed(Checked part, WorldState.Batch state, boolean isCalled) {
        var keys = Validator.policies(part, state).map(policy -> policy.isEmpty() ? usualPolicy : policy);
        var collections = part.hashed().stream()
                .filter(set -> set.set().getHashedWritesCount() > 0)
                .map(set -> collectionPolicy(set.collection()));
        var needed = Stream.concat(keys, collections).distinct().toList();
        return (needed.isEmpty() && isCalled ? List.of(usualPolicy) : needed)
                .stream().allMatch(policy -> Policies.isSatisfied(policy, part.endorsers()));
    }

    private ByteString collectionPolicy(String collection) {
        return collection.startsWith(OWN_COLLECTION)
                ? Policies.outOf(1, List.of(collection.substring(OWN_COLLECTION.length())))
                : usualPolicy;
    }
}

package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * What makes a transaction valid, as Fabric's peers judge it: first what it says by itself, then against the state.
 *
 * <p>Certificates are judged at the time that the transaction states, so that the answer is the same for ever.
 */
final class Validator {
    private final String network;
    private final Identities identities;
    private final Set<String> endorsers;
    private final ByteString usualPolicy;

    Validator(String network, Identities identities, List<String> endorsers) {
        this.network = network;
        this.identities = identities;
        this.endorsers = Set.copyOf(endorsers);
        this.usualPolicy = Policies.majority(endorsers);
    }

    /** Signatures, ids and forms: all that needs no state. */
    Checked check(ByteString bytes) {
        return inspect(bytes, true);
    }

    /** The same transaction once it has been found to be valid; nothing is verified. */
    Checked read(ByteString bytes) {
        return inspect(bytes, false);
    }

    private Checked inspect(ByteString bytes, boolean verified) {
        try {
            var envelope = Envelope.parseFrom(bytes);
            var payload = Payload.parseFrom(envelope.getPayload());
            var header = payload.getHeader();
            var channel = ChannelHeader.parseFrom(header.getChannelHeader());
            var creator = SignatureHeader.parseFrom(header.getSignatureHeader());
            if (!Call.isGenuine(channel, creator) || !channel.getChannelId().equals(network)) {
                return Checked.refused(channel.getTxId(), bytes, TxValidationCode.BAD_PROPOSAL_TXID);
            }
            return !verified || isSigned(envelope, creator, Call.time(channel))
                    ? action(new Parts(channel, header, bytes, verified), Transaction.parseFrom(payload.getData()))
                    : Checked.refused(channel.getTxId(), bytes, TxValidationCode.BAD_CREATOR_SIGNATURE);
        } catch (InvalidProtocolBufferException _) {
            return Checked.refused("", bytes, TxValidationCode.BAD_PAYLOAD);
        }
    }

    private boolean isSigned(Envelope envelope, SignatureHeader creator, Instant time) {
        return identities
                .identity(creator.getCreator(), time)
                .filter(identity ->
                        mayCreate(identity.role()) && identity.signed(envelope.getSignature(), envelope.getPayload()))
                .isPresent();
    }

    static boolean mayCreate(MspRole role) {
        return role == MspRole.CLIENT || role == MspRole.ADMIN;
    }

    /** What is known of a transaction before its action is read. */
    private record Parts(ChannelHeader channel, Header header, ByteString bytes, boolean verified) {
        Checked refused(TxValidationCode code) {
            return Checked.refused(channel.getTxId(), bytes, code);
        }
    }

    private Checked action(Parts parts, Transaction transaction) throws InvalidProtocolBufferException {
        if (transaction.getActionsCount() != 1) {
            return parts.refused(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
        }
        var payload = ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        var response = ProposalResponsePayload.parseFrom(payload.getAction().getProposalResponsePayload());
        var action = ChaincodeAction.parseFrom(response.getExtension());
        var sets = TxReadWriteSet.parseFrom(action.getResults());
        if (!response.getProposalHash().equals(Call.proposalHash(parts.header(), payload.getChaincodeProposalPayload()))
                || sets.getNsRwsetCount() != 1) {
            return parts.refused(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
        }
        var set = sets.getNsRwset(0);
        List<Checked.Hashed> hashed = new ArrayList<>();
        for (var collection : set.getCollectionHashedRwsetList()) {
            hashed.add(new Checked.Hashed(
                    collection.getCollectionName(), HashedRWSet.parseFrom(collection.getHashedRwset())));
        }
        var time = Call.time(parts.channel());
        return new Checked(
                parts.channel().getTxId(),
                parts.bytes(),
                time,
                parts.verified() ? endorsers(payload.getAction(), time) : Set.of(),
                KVRWSet.parseFrom(set.getRwset()),
                List.copyOf(hashed),
                action.getEvents().isEmpty()
                        ? Optional.empty()
                        : Optional.of(ChaincodeEvent.parseFrom(action.getEvents())),
                TxValidationCode.VALID);
    }

    private Set<String> endorsers(ChaincodeEndorsedAction action, Instant time) {
        Set<String> found = new HashSet<>();
        for (var endorsement : action.getEndorsementsList()) {
            identities
                    .identity(endorsement.getEndorser(), time)
                    .filter(identity -> identity.role() == MspRole.PEER && endorsers.contains(identity.organization()))
                    .filter(identity -> identity.signed(
                            endorsement.getSignature(), action.getProposalResponsePayload(), endorsement.getEndorser()))
                    .ifPresent(identity -> found.add(identity.organization()));
        }
        return Set.copyOf(found);
    }

    private static boolean writesPrivately(Checked transaction) {
        return transaction.hashed().stream().anyMatch(set -> set.set().getHashedWritesCount() > 0);
    }

    /** Endorsements and versions: a key with a policy of its own is judged by that, every other by the usual one. */
    TxValidationCode judge(Checked transaction, WorldState.Batch state) {
        if (transaction.code() != TxValidationCode.VALID) {
            return transaction.code();
        }
        var policies = policies(transaction, state)
                .map(policy -> policy.isEmpty() ? usualPolicy : policy)
                .distinct()
                .toList();
        var needed = policies.isEmpty() || writesPrivately(transaction)
                ? Stream.concat(policies.stream(), Stream.of(usualPolicy)).toList()
                : policies;
        return needed.stream().allMatch(policy -> Policies.isSatisfied(policy, transaction.endorsers()))
                ? versions(transaction, state)
                : TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
    }

    /** Of every key that is written, its own policy; empty where it has none. */
    static Stream<ByteString> policies(Checked transaction, WorldState.Batch state) {
        return written(transaction)
                .map(key -> state.get(key).map(WorldState.Value::policy).orElse(ByteString.EMPTY));
    }

    /** Each key whose value or policy it writes. */
    static Stream<String> written(Checked transaction) {
        var kv = transaction.kv();
        return Stream.concat(
                kv.getWritesList().stream().map(write -> write.getKey()),
                kv.getMetadataWritesList().stream().map(write -> write.getKey()));
    }

    /** Whether everything still is as it was read. */
    static TxValidationCode versions(Checked transaction, WorldState.Batch state) {
        var kv = transaction.kv();
        var current = kv.getReadsList().stream().allMatch(state::isCurrent)
                && transaction.hashed().stream()
                        .allMatch(set -> set.set().getHashedReadsList().stream()
                                .allMatch(read -> state.isCurrent(set.collection(), read)));
        if (!current) {
            return TxValidationCode.MVCC_READ_CONFLICT;
        }
        return kv.getRangeQueriesInfoList().stream().allMatch(state::isCurrent)
                ? TxValidationCode.VALID
                : TxValidationCode.PHANTOM_READ_CONFLICT;
    }
}

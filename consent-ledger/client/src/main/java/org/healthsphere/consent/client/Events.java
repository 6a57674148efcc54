package org.healthsphere.consent.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.LedgerEvent;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** The events in a block: those of the contract's valid transactions. */
final class Events {
    private Events() {}

    /** IllegalArgumentException when a block holds what this version cannot read: nothing is passed over. */
    static List<LedgerEvent> in(Block block, String contract) {
        List<LedgerEvent> events = new ArrayList<>();
        var verdicts = block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
        try {
            for (var i = 0; i < verdicts.size(); i++) {
                if (verdicts.byteAt(i) == TxValidationCode.VALID_VALUE) {
                    var place = new Place(block.getHeader().getNumber(), i);
                    event(block.getData().getData(i), contract, place).ifPresent(events::add);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a block", e);
        }
        return events;
    }

    private record Place(long height, int index) {}

    private static Optional<LedgerEvent> event(ByteString bytes, String contract, Place place)
            throws InvalidProtocolBufferException {
        var payload = Payload.parseFrom(Envelope.parseFrom(bytes).getPayload());
        var channel = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
        if (channel.getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
            return Optional.empty();
        }
        var action = ChaincodeActionPayload.parseFrom(
                Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
        var response = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
        var event = ChaincodeEvent.parseFrom(
                ChaincodeAction.parseFrom(response.getExtension()).getEvents());
        return event.getChaincodeId().equals(contract)
                ? Optional.of(new LedgerEvent(
                        place.height(),
                        place.index(),
                        channel.getTxId(),
                        Instant.ofEpochSecond(
                                channel.getTimestamp().getSeconds(),
                                channel.getTimestamp().getNanos()),
                        WireReader.directive(
                                event.getEventName(), event.getPayload().toStringUtf8())))
                : Optional.empty();
    }
}

package org.healthsphere.consent.embedded;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * One subscriber to events: first what is there from its block on, then what comes, as fast as it takes it. It reads the blocks
 * themselves, so that one who is slow costs no memory and misses nothing.
 */
final class EventStream {
    private final Chain chain;
    private final String chaincode;
    private final ServerCallStreamObserver<ChaincodeEventsResponse> subscriber;
    private final Runnable growth = this::pump;
    private long next;

    EventStream(
            Chain chain, String chaincode, long from, ServerCallStreamObserver<ChaincodeEventsResponse> subscriber) {
        this.chain = chain;
        this.chaincode = chaincode;
        this.next = from;
        this.subscriber = subscriber;
    }

    void start() {
        subscriber.setOnCancelHandler(() -> chain.forget(growth));
        subscriber.setOnReadyHandler(growth);
        chain.onGrowth(growth);
        pump();
    }

    private synchronized void pump() {
        while (!subscriber.isCancelled()
                && subscriber.isReady()
                && next < chain.tip().next()) {
            var block = chain.block(next++);
            var events = events(block);
            if (!events.isEmpty()) {
                subscriber.onNext(ChaincodeEventsResponse.newBuilder()
                        .setBlockNumber(block.getHeader().getNumber())
                        .addAllEvents(events)
                        .build());
            }
        }
    }

    private List<ChaincodeEvent> events(Block block) {
        List<ChaincodeEvent> events = new ArrayList<>();
        var verdicts = block.getMetadata().getMetadata(Blocks.VERDICTS);
        for (var i = 0; i < verdicts.size() && block.getHeader().getNumber() > 0; i++) {
            if (verdicts.byteAt(i) == TxValidationCode.VALID_VALUE) {
                event(block.getData().getData(i))
                        .filter(event -> event.getChaincodeId().equals(chaincode))
                        .ifPresent(events::add);
            }
        }
        return events;
    }

    private static Optional<ChaincodeEvent> event(com.google.protobuf.ByteString bytes) {
        try {
            var payload = Payload.parseFrom(Envelope.parseFrom(bytes).getPayload());
            var action = ChaincodeActionPayload.parseFrom(
                    Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
            var response = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
            var event = ChaincodeEvent.parseFrom(
                    ChaincodeAction.parseFrom(response.getExtension()).getEvents());
            return event.getEventName().isEmpty() ? Optional.empty() : Optional.of(event);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a valid transaction can be read", e);
        }
    }
}

package org.healthsphere.consent.chaincode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.PutStateMetadata;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** A peer's end of the chaincode protocol: registers the contract, calls it, and answers what it asks. */
final class PeerStandIn implements StreamObserver<ChaincodeMessage>, AutoCloseable {
    static final String CHANNEL = "test-network";

    final Map<String, ByteString> state = new TreeMap<>();
    final Map<String, ByteString> privates = new TreeMap<>();
    final Map<String, ByteString> policies = new TreeMap<>();
    private final BlockingQueue<ChaincodeMessage> ended = new LinkedBlockingQueue<>();
    private final ManagedChannel channel;
    private final StreamObserver<ChaincodeMessage> contract;
    private int calls;

    PeerStandIn(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        contract = ChaincodeGrpc.newStub(channel).withWaitForReady().connect(this);
    }

    /** The value of a key in the state; empty when there is none. */
    String text(String key) {
        return state.getOrDefault(key, ByteString.EMPTY).toStringUtf8();
    }

    ChaincodeMessage next() throws InterruptedException {
        var message = ended.poll(90, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("the contract does not answer");
        }
        return message;
    }

    void registered() {
        send(ChaincodeMessage.Type.REGISTERED, ChaincodeMessage.getDefaultInstance(), ByteString.EMPTY);
        send(ChaincodeMessage.Type.READY, ChaincodeMessage.getDefaultInstance(), ByteString.EMPTY);
    }

    /** Runs a function of the contract; its COMPLETED or ERROR message. */
    ChaincodeMessage call(String member, Map<String, ByteString> passed, String... arguments)
            throws InterruptedException {
        var input = ChaincodeInput.newBuilder();
        for (var argument : arguments) {
            input.addArgs(ByteString.copyFromUtf8(argument));
        }
        var tx = "tx-" + calls++;
        contract.onNext(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.TRANSACTION)
                .setTxid(tx)
                .setChannelId(CHANNEL)
                .setPayload(input.build().toByteString())
                .setProposal(proposal(member, tx, passed))
                .build());
        return next();
    }

    private static SignedProposal proposal(String member, String tx, Map<String, ByteString> passed) {
        var creator = SerializedIdentity.newBuilder().setMspid(member).build();
        var header = Header.newBuilder()
                .setChannelHeader(ChannelHeader.newBuilder()
                        .setType(3)
                        .setChannelId(CHANNEL)
                        .setTxId(tx)
                        .setTimestamp(Timestamp.newBuilder().setSeconds(1_800_000_000L))
                        .build()
                        .toByteString())
                .setSignatureHeader(SignatureHeader.newBuilder()
                        .setCreator(creator.toByteString())
                        .build()
                        .toByteString());
        var payload = ChaincodeProposalPayload.newBuilder().putAllTransientMap(passed);
        var proposal = Proposal.newBuilder()
                .setHeader(header.build().toByteString())
                .setPayload(payload.build().toByteString());
        return SignedProposal.newBuilder()
                .setProposalBytes(proposal.build().toByteString())
                .build();
    }

    @Override
    public void onNext(ChaincodeMessage message) {
        try {
            switch (message.getType()) {
                case GET_STATE -> {
                    var get = GetState.parseFrom(message.getPayload());
                    var from = get.getCollection().isEmpty() ? state : privates;
                    send(
                            ChaincodeMessage.Type.RESPONSE,
                            message,
                            from.getOrDefault(get.getCollection() + get.getKey(), ByteString.EMPTY));
                }
                case PUT_STATE -> {
                    var put = PutState.parseFrom(message.getPayload());
                    (put.getCollection().isEmpty() ? state : privates)
                            .put(put.getCollection() + put.getKey(), put.getValue());
                    send(ChaincodeMessage.Type.RESPONSE, message, ByteString.EMPTY);
                }
                case PUT_STATE_METADATA -> {
                    var put = PutStateMetadata.parseFrom(message.getPayload());
                    policies.put(put.getKey(), put.getMetadata().getValue());
                    send(ChaincodeMessage.Type.RESPONSE, message, ByteString.EMPTY);
                }
                default -> ended.add(message);
            }
        } catch (InvalidProtocolBufferException e) {
            onError(e);
        }
    }

    private void send(ChaincodeMessage.Type type, ChaincodeMessage to, ByteString payload) {
        contract.onNext(ChaincodeMessage.newBuilder()
                .setType(type)
                .setTxid(to.getTxid())
                .setChannelId(to.getChannelId())
                .setPayload(payload)
                .build());
    }

    @Override
    public void onError(Throwable error) {
        ended.add(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.UNDEFINED)
                .build());
    }

    @Override
    public void onCompleted() {
        ended.add(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.UNDEFINED)
                .build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.keys.Pem;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/** The gateway as an attacker with a member's certificate uses it: with transactions of his own making. */
final class RawGateway implements AutoCloseable {
    private final LedgerConnection connection;
    private final ManagedChannel channel;

    RawGateway(LedgerConnection connection) throws IOException {
        this.connection = connection;
        var tls = connection.tls();
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(stream(Pem.of(tls.certificate())), stream(Pem.exportPrivateKey(tls.key())))
                .trustManager(stream(Pem.of(tls.authority())))
                .build();
        var address = connection.address();
        this.channel = Grpc.newChannelBuilderForAddress(address.host(), address.port(), credentials)
                .build();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Gateway gateway() {
        var speaker = connection.speaker();
        return Gateway.newInstance()
                .identity(new X509Identity(speaker.member().value(), speaker.certificate()))
                .hash(Hash.NONE)
                .signer(message -> EcdsaDer.of(speaker.signer().sign(message)))
                .endorseOptions(options -> options.withDeadlineAfter(60, TimeUnit.SECONDS))
                .evaluateOptions(options -> options.withDeadlineAfter(60, TimeUnit.SECONDS))
                .connection(channel)
                .connect();
    }

    /** How the ledger answers who asks for a block. */
    Status.Code readingBlock(long number) {
        try (var gateway = gateway()) {
            var _ = gateway.getNetwork(TestNetwork.NAME)
                    .getContract("qscc")
                    .evaluateTransaction("GetBlockByNumber", TestNetwork.NAME, Long.toString(number));
            return Status.Code.OK;
        } catch (GatewayException e) {
            return e.getStatus().getCode();
        }
    }

    /** A transaction that the ledger has endorsed and nobody has submitted. */
    Envelope endorsed(String network, String operation, String json) throws EndorseException, IOException {
        try (var gateway = gateway()) {
            var transaction = gateway.getNetwork(network)
                    .getContract("consent")
                    .newProposal(operation)
                    .addArguments(json)
                    .build()
                    .endorse();
            var envelope = PreparedTransaction.parseFrom(transaction.getBytes()).getEnvelope();
            return signed(envelope.getPayload());
        }
    }

    private Envelope signed(ByteString payload) {
        var signature = EcdsaDer.of(connection.speaker().signer().sign(payload.toByteArray()));
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(ByteString.copyFrom(signature))
                .build();
    }

    /** The same transaction with one more write, endorsed by whoever will. */
    Envelope withWrite(Envelope envelope, String key, LedgerIdentity endorser) throws IOException {
        return changed(
                envelope,
                action -> {
                    try {
                        var sets = TxReadWriteSet.parseFrom(action.getResults()).toBuilder();
                        var set = sets.getNsRwsetBuilder(0);
                        var written = KVWrite.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8("{}"));
                        set.setRwset(KVRWSet.parseFrom(set.getRwset()).toBuilder()
                                .addWrites(written)
                                .build()
                                .toByteString());
                        return action.toBuilder()
                                .setResults(sets.build().toByteString())
                                .build();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                endorser);
    }

    Envelope changed(Envelope envelope, UnaryOperator<ChaincodeAction> change, LedgerIdentity endorser)
            throws IOException {
        var payload = Payload.parseFrom(envelope.getPayload());
        var transaction = Transaction.parseFrom(payload.getData());
        var action = ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        var response = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
        var other = response.toBuilder()
                .setExtension(change.apply(ChaincodeAction.parseFrom(response.getExtension()))
                        .toByteString())
                .build()
                .toByteString();
        var endorsement = Endorsement.newBuilder()
                .setEndorser(endorser.serialized())
                .setSignature(endorser.sign(other, endorser.serialized()));
        var forged = action.toBuilder();
        forged.getActionBuilder()
                .setProposalResponsePayload(other)
                .clearEndorsements()
                .addEndorsements(endorsement);
        var again = transaction.toBuilder();
        again.getActionsBuilder(0).setPayload(forged.build().toByteString());
        return signed(payload.toBuilder()
                .setData(again.build().toByteString())
                .build()
                .toByteString());
    }

    void submit(Envelope envelope) {
        var _ = GatewayGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .submit(SubmitRequest.newBuilder()
                        .setChannelId(TestNetwork.NAME)
                        .setPreparedTransaction(envelope)
                        .build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

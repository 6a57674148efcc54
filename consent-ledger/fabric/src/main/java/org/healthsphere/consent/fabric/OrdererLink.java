package org.healthsphere.consent.fabric;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.AtomicBroadcastGrpc;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;

/** Hands an orderer what no peer's gateway takes: changes of a channel's configuration. */
final class OrdererLink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Program.Address orderer;
    private final ManagedChannel channel;

    private OrdererLink(Program.Address orderer, ManagedChannel channel) {
        this.orderer = orderer;
        this.channel = channel;
    }

    static OrdererLink open(Organization ordering, Program.Address orderer) throws IOException {
        var place = ordering.tls(Organization.ADMIN);
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(place.certificate().toFile(), place.key().toFile())
                .trustManager(ordering.tlsAuthorityFile().toFile())
                .build();
        return new OrdererLink(
                orderer,
                Grpc.newChannelBuilderForAddress(orderer.host(), orderer.port(), credentials)
                        .build());
    }

    /** An IOException when the orderer does not take it, with its reason. */
    void broadcast(Envelope envelope) throws IOException {
        var answer = new CompletableFuture<BroadcastResponse>();
        var stream = AtomicBroadcastGrpc.newStub(channel)
                .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .broadcast(new First(answer));
        stream.onNext(envelope);
        stream.onCompleted();
        var response = await(answer);
        if (response.getStatus() != Status.SUCCESS) {
            throw new IOException("the orderer at " + orderer + " refuses: " + response.getInfo());
        }
    }

    private BroadcastResponse await(CompletableFuture<BroadcastResponse> answer) throws IOException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the orderer at " + orderer + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the orderer at " + orderer + " was asked", e);
        }
    }

    /** The first answer of a stream, or why there is none. */
    private record First(CompletableFuture<BroadcastResponse> answer) implements StreamObserver<BroadcastResponse> {
        @Override
        public void onNext(BroadcastResponse response) {
            var _ = answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            var _ = answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            var _ = answer.completeExceptionally(new IOException("the stream ended"));
        }
    }

    @Override
    public void close() {
        var _ = channel.shutdownNow();
    }
}

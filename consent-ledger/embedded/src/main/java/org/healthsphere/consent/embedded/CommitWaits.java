package org.healthsphere.consent.embedded;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;

/** Those who want to know what became of a transaction that is not committed yet. */
final class CommitWaits {
    private final Chain chain;
    private final Map<String, List<ServerCallStreamObserver<CommitStatusResponse>>> waiting = new HashMap<>();

    CommitWaits(Chain chain) {
        this.chain = chain;
    }

    void await(String transaction, ServerCallStreamObserver<CommitStatusResponse> observer) {
        synchronized (this) {
            if (chain.outcome(transaction).isEmpty()) {
                observer.setOnCancelHandler(() -> abandon(transaction, observer));
                waiting.computeIfAbsent(transaction, _ -> new ArrayList<>()).add(observer);
                return;
            }
        }
        chain.outcome(transaction).ifPresent(committed -> tell(observer, committed));
    }

    void settle(String transaction, Chain.Committed committed) {
        List<ServerCallStreamObserver<CommitStatusResponse>> told;
        synchronized (this) {
            told = List.copyOf(waiting.getOrDefault(transaction, List.of()));
            waiting.remove(transaction);
        }
        told.forEach(observer -> tell(observer, committed));
    }

    private synchronized void abandon(String transaction, ServerCallStreamObserver<CommitStatusResponse> observer) {
        var others = waiting.getOrDefault(transaction, new ArrayList<>());
        others.remove(observer);
        if (others.isEmpty()) {
            waiting.remove(transaction);
        }
    }

    private static void tell(ServerCallStreamObserver<CommitStatusResponse> observer, Chain.Committed committed) {
        if (!observer.isCancelled()) {
            observer.onNext(CommitStatusResponse.newBuilder()
                    .setResult(committed.code())
                    .setBlockNumber(committed.block())
                    .build());
            observer.onCompleted();
        }
    }
}

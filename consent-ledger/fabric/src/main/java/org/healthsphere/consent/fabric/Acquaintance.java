package org.healthsphere.consent.fabric;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.discovery.AuthInfo;
import org.hyperledger.fabric.protos.discovery.ChaincodeQuery;
import org.hyperledger.fabric.protos.discovery.DiscoveryGrpc;
import org.hyperledger.fabric.protos.discovery.Query;
import org.hyperledger.fabric.protos.discovery.QueryResult;
import org.hyperledger.fabric.protos.discovery.Request;
import org.hyperledger.fabric.protos.discovery.SignedRequest;
import org.hyperledger.fabric.protos.peer.ChaincodeCall;
import org.hyperledger.fabric.protos.peer.ChaincodeInterest;

/** Whether a peer knows the peers of all hospitals that run the contract on a channel: only then its gateway finds endorsers. */
final class Acquaintance {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private Acquaintance() {}

    static void await(PeerLink peer, String channel, int hospitals) throws IOException {
        var signed = signed(peer, channel);
        if (!Waiting.until(() -> known(peer, signed) >= hospitals, PATIENCE)) {
            throw new IOException("the peer of " + peer.organization() + " does not find the peers of all hospitals");
        }
    }

    /** How many hospitals' peers this one knows now, its own among them. */
    static int known(PeerLink peer, String channel) {
        return known(peer, signed(peer, channel));
    }

    private static SignedRequest signed(PeerLink peer, String channel) {
        var interest = ChaincodeInterest.newBuilder()
                .addChaincodes(ChaincodeCall.newBuilder().setName(Lifecycle.CONTRACT));
        var request = Request.newBuilder()
                .setAuthentication(
                        AuthInfo.newBuilder().setClientIdentity(peer.creator()).setClientTlsCertHash(peer.tlsHash()))
                .addQueries(Query.newBuilder()
                        .setChannel(channel)
                        .setCcQuery(ChaincodeQuery.newBuilder().addInterests(interest)))
                .build()
                .toByteString();
        return SignedRequest.newBuilder()
                .setPayload(request)
                .setSignature(peer.sign(request))
                .build();
    }

    private static int known(PeerLink peer, SignedRequest request) {
        try {
            return DiscoveryGrpc.newBlockingStub(peer.channel())
                    .withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .discover(request)
                    .getResultsList()
                    .stream()
                    .mapToInt(Acquaintance::groups)
                    .sum();
        } catch (StatusRuntimeException _) {
            return 0;
        }
    }

    private static int groups(QueryResult result) {
        return result.getCcQueryRes().getContentList().stream()
                .mapToInt(descriptor -> descriptor.getEndorsersByGroupsCount())
                .sum();
    }
}

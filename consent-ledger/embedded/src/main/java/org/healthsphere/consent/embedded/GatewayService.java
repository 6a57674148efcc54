package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fabric's Gateway service: what {@code fabric-gateway} calls, and nothing else. */
final class GatewayService extends GatewayGrpc.GatewayImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);
    /** The name under which the contract is called. */
    static final String CONTRACT = "consent";

    private static final int OK = 200;

    private final LedgerConfig config;
    private final Gatekeeper gatekeeper;
    private final Validator validator;
    private final Chain chain;
    private final Endorsing endorsing;
    private final SystemQueries queries;
    private final CommitWaits waits;

    GatewayService(LedgerConfig config, Gatekeeper gatekeeper, Validator validator, Chain chain, WorldState state) {
        this.config = config;
        this.gatekeeper = gatekeeper;
        this.validator = validator;
        this.chain = chain;
        this.endorsing = new Endorsing(config, state);
        this.queries = new SystemQueries(config, chain);
        this.waits = new CommitWaits(chain);
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> observer) {
        answer(observer, () -> {
            var proposal = request.getProposedTransaction();
            var call = call(proposal);
            var result = call.chaincode().equals(CONTRACT)
                    ? evaluated(caller(proposal))
                    : queries.answer(call, lastReadable(proposal, call));
            return EvaluateResponse.newBuilder()
                    .setResult(Response.newBuilder().setStatus(OK).setPayload(result))
                    .build();
        });
    }

    private ByteString evaluated(Caller caller) {
        return switch (endorsing.simulate(caller.call(), caller.member()).result()) {
            case Outcome.Success<Bytes>(var bytes) -> ByteString.copyFrom(bytes.array());
            case Outcome.Failure<Bytes>(var fault) -> throw Refused.byContract(fault, Code.UNKNOWN, config.network());
        };
    }

    @Override
    public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> observer) {
        answer(observer, () -> {
            var caller = caller(request.getProposedTransaction());
            if (!caller.call().chaincode().equals(CONTRACT)) {
                throw Refused.of(Status.UNIMPLEMENTED, "the embedded ledger runs the consent contract only");
            }
            return EndorseResponse.newBuilder()
                    .setPreparedTransaction(
                            endorsing.endorse(caller.call(), caller.member(), request.getEndorsingOrganizationsList()))
                    .build();
        });
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
        answer(observer, () -> {
            var checked = validator.check(request.getPreparedTransaction().toByteString());
            if (checked.code() != TxValidationCode.VALID) {
                throw Refused.of(Status.INVALID_ARGUMENT, "the transaction is not valid: " + checked.code());
            }
            gatekeeper.requireNearNow(checked.time());
            var committed = chain.submit(checked, endorsing.take(checked.id()));
            waits.settle(checked.id(), committed);
            return SubmitResponse.getDefaultInstance();
        });
    }

    @Override
    public void commitStatus(SignedCommitStatusRequest signed, StreamObserver<CommitStatusResponse> observer) {
        try {
            var request = CommitStatusRequest.parseFrom(signed.getRequest());
            // Also of its own suspension a member hears what came of it.
            var _ = gatekeeper.lastReadable(request.getIdentity(), signed.getSignature(), signed.getRequest());
            waits.await(request.getTransactionId(), (ServerCallStreamObserver<CommitStatusResponse>) observer);
        } catch (InvalidProtocolBufferException _) {
            observer.onError(Refused.of(Status.INVALID_ARGUMENT, "not a request"));
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
    }

    @Override
    public void chaincodeEvents(SignedChaincodeEventsRequest signed, StreamObserver<ChaincodeEventsResponse> observer) {
        try {
            var request = ChaincodeEventsRequest.parseFrom(signed.getRequest());
            var _ = gatekeeper.admit(request.getIdentity(), signed.getSignature(), signed.getRequest());
            if (!request.getAfterTransactionId().isEmpty()) {
                throw Refused.of(Status.UNIMPLEMENTED, "events are replayed from a block, not after a transaction");
            }
            new EventStream(
                            chain,
                            request.getChaincodeId(),
                            start(request.getStartPosition()),
                            (ServerCallStreamObserver<ChaincodeEventsResponse>) observer)
                    .start();
        } catch (InvalidProtocolBufferException _) {
            observer.onError(Refused.of(Status.INVALID_ARGUMENT, "not a request"));
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
    }

    private long start(SeekPosition position) {
        return switch (position.getTypeCase()) {
            case SPECIFIED -> position.getSpecified().getNumber();
            case OLDEST -> 0;
            case NEWEST -> chain.tip().next() - 1;
            case NEXT_COMMIT, TYPE_NOT_SET -> chain.tip().next();
        };
    }

    /** A proposal whose signer may speak. */
    private record Caller(Call call, String member) {}

    private Caller caller(SignedProposal proposal) {
        var call = call(proposal);
        var identity =
                gatekeeper.admit(call.creator().getCreator(), proposal.getSignature(), proposal.getProposalBytes());
        gatekeeper.requireNearNow(call.time());
        return new Caller(call, identity.organization());
    }

    private Call call(SignedProposal proposal) {
        return Call.of(proposal)
                .filter(c -> c.channel().getChannelId().equals(config.network()))
                .orElseThrow(() -> Refused.of(Status.INVALID_ARGUMENT, "not a proposal for this network"));
    }

    private long lastReadable(SignedProposal proposal, Call call) {
        var last = gatekeeper.lastReadable(
                call.creator().getCreator(), proposal.getSignature(), proposal.getProposalBytes());
        gatekeeper.requireNearNow(call.time());
        return last;
    }

    private static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
        try {
            observer.onNext(work.get());
            observer.onCompleted();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        } catch (RuntimeException e) {
            LOG.error("a call of the ledger failed", e);
            observer.onError(Refused.of(Status.INTERNAL, "the ledger failed"));
        }
    }
}

package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.contract.ConsentContract;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/** Runs the contract and signs what it came to. */
final class Endorsing {
    private static final int OK = 200;
    /** Private values of transactions that were endorsed and never submitted are let go, the oldest first. */
    private static final int MOST_PENDING = 10_000;

    private final ConsentContract contract = new ConsentContract();
    private final LedgerConfig config;
    private final WorldState state;
    private final List<String> endorsers;
    private final Map<String, Map<Simulation.Private, Bytes>> pending =
            Collections.synchronizedMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Map<Simulation.Private, Bytes>> eldest) {
                    return size() > MOST_PENDING;
                }
            });

    Endorsing(LedgerConfig config, WorldState state) {
        this.config = config;
        this.state = state;
        this.endorsers = config.providers().endorsers().stream()
                .map(LedgerIdentity::organization)
                .toList();
    }

    record Simulated(Simulation simulation, Outcome<Bytes> result) {}

    Simulated simulate(Call call, String member) {
        var simulation = new Simulation(call, member, state, KeyPolicies.of(endorsers));
        return new Simulated(
                simulation, state.reading(() -> contract.invoke(simulation, call.function(), call.parameters())));
    }

    /** A transaction for the caller to sign, endorsed by these organizations; by all when none is named. */
    Envelope endorse(Call call, String member, List<String> organizations) {
        var simulated = simulate(call, member);
        var simulation = simulated.simulation();
        var result = switch (simulated.result()) {
            case Outcome.Success<Bytes>(var bytes) -> ByteString.copyFrom(bytes.array());
            case Outcome.Failure<Bytes>(var fault) -> throw Refused.byContract(fault, Code.ABORTED, config.network());
        };
        if (simulation.beyondReadSet()) {
            throw Refused.of(Status.UNIMPLEMENTED, "the embedded ledger does not order what rests on a history");
        }
        if (!simulation.privateWrites().isEmpty()) {
            pending.put(call.channel().getTxId(), simulation.privateWrites());
        }
        return transaction(call, action(call, simulation, result), organizations);
    }

    /** What a transaction wrote in private; it is here no longer. */
    Map<Simulation.Private, Bytes> take(String transaction) {
        var values = pending.remove(transaction);
        return values == null ? Map.of() : values;
    }

    private static ChaincodeAction action(Call call, Simulation simulation, ByteString result) {
        return ChaincodeAction.newBuilder()
                .setResults(simulation.readWriteSet())
                .setResponse(Response.newBuilder().setStatus(OK).setPayload(result))
                .setChaincodeId(ChaincodeID.newBuilder().setName(call.chaincode()))
                .setEvents(simulation.event().map(ChaincodeEvent::toByteString).orElse(ByteString.EMPTY))
                .build();
    }

    private Envelope transaction(Call call, ChaincodeAction action, List<String> organizations) {
        var response = ProposalResponsePayload.newBuilder()
                .setProposalHash(Call.proposalHash(call.header(), call.visible()))
                .setExtension(action.toByteString())
                .build()
                .toByteString();
        var endorsed = ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
        for (var endorser : endorsers(organizations)) {
            endorsed.addEndorsements(Endorsement.newBuilder()
                    .setEndorser(endorser.serialized())
                    .setSignature(endorser.sign(response, endorser.serialized())));
        }
        var payload = ChaincodeActionPayload.newBuilder()
                .setChaincodeProposalPayload(call.visible())
                .setAction(endorsed);
        var transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder()
                        .setHeader(call.header().getSignatureHeader())
                        .setPayload(payload.build().toByteString()));
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(call.header())
                        .setData(transaction.build().toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    private List<LedgerIdentity> endorsers(List<String> organizations) {
        var all = config.providers().endorsers();
        var named = all.stream()
                .filter(endorser -> organizations.contains(endorser.organization()))
                .toList();
        if (organizations.isEmpty()) {
            return all;
        }
        if (named.size() < organizations.size()) {
            throw Refused.of(Status.UNAVAILABLE, "no endorser of an organization that was named");
        }
        return named;
    }
}

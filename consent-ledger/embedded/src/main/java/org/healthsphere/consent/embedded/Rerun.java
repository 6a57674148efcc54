package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.contract.ConsentContract;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/**
 * Runs the contract again for a committed transaction and looks whether it comes to what the endorsers signed: endorsers who
 * signed anything else are found, even when all of them did.
 *
 * <p>What was private is not in the block: that something was written there under this key is compared, what it was is not.
 */
final class Rerun {
    private static final Bytes STANDING_IN = Bytes.utf8("what was private is not in a block");

    private final ConsentContract contract = new ConsentContract();
    private final WorldState state;
    private final KeyPolicies keyPolicies;

    Rerun(WorldState state, KeyPolicies keyPolicies) {
        this.state = state;
        this.keyPolicies = keyPolicies;
    }

    /** Whether the contract, on the state before its block, does what a valid transaction did. */
    boolean agrees(ByteString envelope) {
        try {
            var payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
            var action = ChaincodeActionPayload.parseFrom(
                    Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
            var response = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
            var signed = ChaincodeAction.parseFrom(response.getExtension());
            var call = call(payload, action.getChaincodeProposalPayload());
            var creator =
                    SerializedIdentity.parseFrom(call.creator().getCreator()).getMspid();
            var simulation = new Simulation(call, creator, state, keyPolicies);
            return contract.invoke(simulation, call.function(), call.parameters())
                            instanceof Outcome.Success<Bytes>(var result)
                    && signed.getResponse().getPayload().equals(ByteString.copyFrom(result.array()))
                    && signed.getEvents()
                            .equals(simulation
                                    .event()
                                    .map(event -> event.toByteString())
                                    .orElse(ByteString.EMPTY))
                    && ReadWriteSets.same(call.chaincode(), signed.getResults(), simulation.readWriteSet());
        } catch (InvalidProtocolBufferException | IllegalStateException _) {
            return false;
        }
    }

    private static Call call(Payload payload, ByteString visible) throws InvalidProtocolBufferException {
        var header = payload.getHeader();
        var spec = ChaincodeInvocationSpec.parseFrom(
                        ChaincodeProposalPayload.parseFrom(visible).getInput())
                .getChaincodeSpec();
        return new Call(
                header,
                ChannelHeader.parseFrom(header.getChannelHeader()),
                SignatureHeader.parseFrom(header.getSignatureHeader()),
                spec.getChaincodeId().getName(),
                List.copyOf(spec.getInput().getArgsList()),
                Map.of(ConsentContract.TERMS, ByteString.copyFrom(STANDING_IN.array())),
                visible);
    }
}

package org.healthsphere.consent.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.Transaction;

/**
 * What peers answered to a question, with their signatures: a transaction that nobody submits.
 *
 * @param proposalHash of the question, with its nonce: an older answer has another
 * @param response what the peers signed
 */
record EndorsedAnswer(ByteString proposalHash, ByteString response, List<Endorsement> endorsements) {

    static EndorsedAnswer of(byte[] prepared) throws InvalidProtocolBufferException {
        var payload = Payload.parseFrom(
                PreparedTransaction.parseFrom(prepared).getEnvelope().getPayload());
        var action = ChaincodeActionPayload.parseFrom(
                Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
        var header = payload.getHeader();
        var question = header.getChannelHeader()
                .concat(header.getSignatureHeader())
                .concat(action.getChaincodeProposalPayload());
        return new EndorsedAnswer(
                ByteString.copyFrom(Sha256.of(question.toByteArray()).bytes()),
                action.getAction().getProposalResponsePayload(),
                action.getAction().getEndorsementsList());
    }
}

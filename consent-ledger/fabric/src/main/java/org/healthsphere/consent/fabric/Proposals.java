package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** Signed proposals that belong to no channel, which the gateway client does not make. */
record Proposals(InstantSource clock, SecureRandom random) {
    private static final int NONCE_BYTES = 24;

    SignedProposal signed(PeerLink by, String contract, ByteString... arguments) {
        var proposal = proposal(by.creator(), contract, List.of(arguments)).toByteString();
        return SignedProposal.newBuilder()
                .setProposalBytes(proposal)
                .setSignature(by.sign(proposal))
                .build();
    }

    private Proposal proposal(ByteString creator, String contract, List<ByteString> arguments) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var start = ByteString.copyFrom(nonce);
        var id = ChaincodeID.newBuilder().setName(contract).build();
        var extension = ChaincodeHeaderExtension.newBuilder().setChaincodeId(id);
        var now = clock.instant();
        var header = Header.newBuilder()
                .setChannelHeader(ChannelHeader.newBuilder()
                        .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                        .setTxId(Sha256.of(start.concat(creator).toByteArray()).hex())
                        .setTimestamp(Timestamp.newBuilder()
                                .setSeconds(now.getEpochSecond())
                                .setNanos(now.getNano()))
                        .setExtension(extension.build().toByteString())
                        .build()
                        .toByteString())
                .setSignatureHeader(SignatureHeader.newBuilder()
                        .setCreator(creator)
                        .setNonce(start)
                        .build()
                        .toByteString());
        var spec = ChaincodeSpec.newBuilder()
                .setType(ChaincodeSpec.Type.GOLANG)
                .setChaincodeId(id)
                .setInput(ChaincodeInput.newBuilder().addAllArgs(arguments));
        var input = ChaincodeInvocationSpec.newBuilder().setChaincodeSpec(spec);
        return Proposal.newBuilder()
                .setHeader(header.build().toByteString())
                .setPayload(ChaincodeProposalPayload.newBuilder()
                        .setInput(input.build().toByteString())
                        .build()
                        .toByteString())
                .build();
    }
}

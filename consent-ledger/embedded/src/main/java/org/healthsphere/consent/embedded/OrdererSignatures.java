package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.IdentifierHeader;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** The orderers' signatures of a channel's blocks, as many as make a block valid, each orderer's once. */
record OrdererSignatures(ChannelConfiguration channel, Identities identities) {

    boolean hold(Block block, Instant time) throws InvalidProtocolBufferException {
        var metadata = Metadata.parseFrom(block.getMetadata().getMetadata(Blocks.SIGNATURES));
        var header = Blocks.der(block.getHeader());
        Set<ByteString> signers = new HashSet<>();
        for (var signature : metadata.getSignaturesList()) {
            var signed = signature.getIdentifierHeader().isEmpty()
                    ? signature.getSignatureHeader()
                    : signature.getIdentifierHeader();
            signer(signature)
                    .filter(one -> isSigned(one, time, signature, metadata.getValue(), signed, header))
                    .ifPresent(signers::add);
        }
        return signers.size() >= channel.signers();
    }

    /** Where each orderer signs for itself, it is known by its number. */
    private Optional<ByteString> signer(MetadataSignature signature) throws InvalidProtocolBufferException {
        if (!channel.consenters().isEmpty()) {
            var number =
                    IdentifierHeader.parseFrom(signature.getIdentifierHeader()).getIdentifier();
            return Optional.ofNullable(channel.consenters().get(number));
        }
        return Optional.of(
                SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator());
    }

    private boolean isSigned(ByteString signer, Instant time, MetadataSignature signature, ByteString... parts) {
        return identities
                .identity(signer, time)
                .filter(identity ->
                        identity.role() == MspRole.ORDERER && channel.ordering().contains(identity.organization()))
                .filter(identity -> identity.signed(signature.getSignature(), parts))
                .isPresent();
    }
}

package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.time.Instant;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** The only orderer of a channel, that puts any configuration into a block, whether it may be one or not. */
record TestOrderer(String channel, Administrator self, Instant time) {
    static TestOrderer of(Organization ordering, String channel, Instant time) throws IOException {
        return new TestOrderer(
                channel,
                new Administrator(ordering.name(), ordering.msp("orderer1").self()),
                time);
    }

    /** As a peer hands it out. */
    static Block exported(Block first) {
        return first.toBuilder()
                .setMetadata(metadata(ByteString.EMPTY, ByteString.EMPTY))
                .build();
    }

    static Config config(Block block) throws IOException {
        var payload =
                Payload.parseFrom(Envelope.parseFrom(block.getData().getData(0)).getPayload());
        return ConfigEnvelope.parseFrom(payload.getData()).getConfig();
    }

    Block block(Block previous, Config next, Envelope update) throws InvalidProtocolBufferException {
        return block(previous, next, update, self);
    }

    /** As if somebody else had ordered the configuration, in a block of this orderer. */
    Block block(Block previous, Config next, Envelope update, Administrator author)
            throws InvalidProtocolBufferException {
        var configuration = ConfigEnvelope.newBuilder()
                .setConfig(next)
                .setLastUpdate(update)
                .build();
        var payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(ChannelHeader.newBuilder()
                                .setType(HeaderType.CONFIG_VALUE)
                                .setChannelId(channel)
                                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                                .build()
                                .toByteString())
                        .setSignatureHeader(signatureHeader(author)))
                .setData(configuration.toByteString())
                .build()
                .toByteString();
        var envelope = Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(author.sign(payload))
                .build()
                .toByteString();
        var header = BlockHeader.newBuilder()
                .setNumber(previous.getHeader().getNumber() + 1)
                .setPreviousHash(hash(der(previous.getHeader())))
                .setDataHash(hash(envelope))
                .build();
        return Block.newBuilder()
                .setHeader(header)
                .setData(BlockData.newBuilder().addData(envelope))
                .setMetadata(metadata(signatures(header), note(previous)))
                .build();
    }

    /** What a peer comes to: one valid verdict, and nothing that a contract wrote. */
    private static ByteString note(Block previous) throws InvalidProtocolBufferException {
        var before = Metadata.parseFrom(previous.getMetadata().getMetadata(4)).getValue();
        return Metadata.newBuilder()
                .setValue(hash(ByteString.copyFrom(new byte[] {1, 0}).concat(before)))
                .build()
                .toByteString();
    }

    private ByteString signatures(BlockHeader header) {
        var mine = signatureHeader(self);
        var signature =
                EcdsaDer.of(self.self().signer().sign(mine.concat(der(header)).toByteArray()));
        return Metadata.newBuilder()
                .addSignatures(MetadataSignature.newBuilder()
                        .setSignatureHeader(mine)
                        .setSignature(ByteString.copyFrom(signature)))
                .build()
                .toByteString();
    }

    private static ByteString signatureHeader(Administrator author) {
        return SignatureHeader.newBuilder().setCreator(author.creator()).build().toByteString();
    }

    private static BlockMetadata metadata(ByteString signatures, ByteString note) {
        return BlockMetadata.newBuilder()
                .addMetadata(signatures)
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.copyFrom(new byte[1]))
                .addMetadata(ByteString.EMPTY)
                .addMetadata(note)
                .build();
    }

    private static ByteString hash(ByteString bytes) {
        return ByteString.copyFrom(Sha256.of(bytes.toByteArray()).bytes());
    }

    /** Number, hash before and hash of the data, of which none is longer than one byte of length says. */
    private static ByteString der(BlockHeader header) {
        var content = element(2, ByteString.copyFrom(new byte[] {(byte) header.getNumber()}))
                .concat(element(4, header.getPreviousHash()))
                .concat(element(4, header.getDataHash()));
        return element(0x30, content);
    }

    private static ByteString element(int tag, ByteString content) {
        return ByteString.copyFrom(new byte[] {(byte) tag, (byte) content.size()})
                .concat(content);
    }
}

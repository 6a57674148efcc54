package org.healthsphere.consent.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/**
 * Blocks as Fabric builds them: a header that chains them, the envelopes, and metadata with the orderer's signature, the verdict on
 * each transaction and the commit hash. Here the signature covers the commit hash, hence the verdicts, too.
 */
final class Blocks {
    /** Places in the metadata (Fabric's BlockMetadataIndex). */
    static final int SIGNATURES = 0;

    static final int VERDICTS = 2;
    static final int COMMIT_HASH = 4;
    private static final int METADATA = 5;
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_INTEGER = 0x02;
    private static final int DER_OCTETS = 0x04;
    /** What a nonce has in Fabric. */
    private static final int NONCE_BYTES = 24;

    private Blocks() {}

    /** What a new block goes on from. */
    record Tip(long next, ByteString hash, ByteString commitHash) {
        static final Tip START = new Tip(0, ByteString.EMPTY, ByteString.EMPTY);

        static Tip after(Block block) {
            return new Tip(
                    block.getHeader().getNumber() + 1,
                    Blocks.hash(block.getHeader()),
                    block.getMetadata().getMetadata(COMMIT_HASH));
        }
    }

    static Block seal(Tip tip, List<ByteString> envelopes, ByteString verdicts, LedgerIdentity orderer) {
        var header = BlockHeader.newBuilder()
                .setNumber(tip.next())
                .setPreviousHash(tip.hash())
                .setDataHash(Simulation.hash(ByteString.copyFrom(envelopes)))
                .build();
        var commitHash = commitHash(tip, header, verdicts);
        var signatureHeader = SignatureHeader.newBuilder()
                .setCreator(orderer.serialized())
                .setNonce(hash(header).substring(0, NONCE_BYTES))
                .build()
                .toByteString();
        var signature = MetadataSignature.newBuilder()
                .setSignatureHeader(signatureHeader)
                .setSignature(orderer.sign(commitHash, signatureHeader, der(header)));
        var signatures = Metadata.newBuilder()
                .setValue(commitHash)
                .addSignatures(signature)
                .build();
        return Block.newBuilder()
                .setHeader(header)
                .setData(BlockData.newBuilder().addAllData(envelopes))
                .setMetadata(metadata(signatures.toByteString(), verdicts, commitHash))
                .build();
    }

    private static BlockMetadata metadata(ByteString signatures, ByteString verdicts, ByteString commitHash) {
        var metadata = BlockMetadata.newBuilder();
        for (var i = 0; i < METADATA; i++) {
            metadata.addMetadata(
                    switch (i) {
                        case SIGNATURES -> signatures;
                        case VERDICTS -> verdicts;
                        case COMMIT_HASH -> commitHash;
                        default -> ByteString.EMPTY;
                    });
        }
        return metadata.build();
    }

    static ByteString commitHash(Tip tip, BlockHeader header, ByteString verdicts) {
        return Simulation.hash(tip.commitHash().concat(hash(header)).concat(verdicts));
    }

    /** SHA-256 of the header's ASN.1 form: number, previous hash, data hash. */
    static ByteString hash(BlockHeader header) {
        return Simulation.hash(der(header));
    }

    static ByteString der(BlockHeader header) {
        var body = new ByteArrayOutputStream();
        part(body, DER_INTEGER, BigInteger.valueOf(header.getNumber()).toByteArray());
        part(body, DER_OCTETS, header.getPreviousHash().toByteArray());
        part(body, DER_OCTETS, header.getDataHash().toByteArray());
        var sequence = new ByteArrayOutputStream();
        part(sequence, DER_SEQUENCE, body.toByteArray());
        return ByteString.copyFrom(sequence.toByteArray());
    }

    /** No part is as long as 128 bytes, so that one byte tells its length. */
    private static void part(ByteArrayOutputStream out, int tag, byte[] value) {
        out.write(tag);
        out.write(value.length);
        out.writeBytes(value);
    }

    /** The first transaction of a ledger: what it is, and who runs it. */
    static ByteString founding(String network, LedgerConfig.Providers providers, Instant time) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("network", network)
                .put("mode", "embedded")
                .put("orderer", providers.orderer().organization());
        var endorsers = json.putArray("endorsers");
        providers.endorsers().forEach(endorser -> endorsers.add(endorser.organization()));
        var channel = ChannelHeader.newBuilder()
                .setType(HeaderType.CONFIG_VALUE)
                .setChannelId(network)
                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                .build();
        var creator = SignatureHeader.newBuilder()
                .setCreator(providers.orderer().serialized())
                .build();
        var payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(channel.toByteString())
                        .setSignatureHeader(creator.toByteString()))
                .setData(ByteString.copyFrom(CanonicalJson.of(json)))
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(providers.orderer().sign(payload))
                .build()
                .toByteString();
    }

    /** The block in these bytes, if there is exactly one spelling of it and this is that. */
    static Block parse(byte[] bytes) throws InvalidProtocolBufferException {
        var block = Block.parseFrom(bytes);
        if (!block.toByteString().equals(ByteString.copyFrom(bytes))
                || block.getMetadata().getMetadataCount() != METADATA
                || block.getMetadata().getMetadata(VERDICTS).size()
                        != block.getData().getDataCount()) {
            throw new InvalidProtocolBufferException("not a block as this ledger writes it");
        }
        return block;
    }

    static String hex(ByteString hash) {
        return new Sha256(java.util.HexFormat.of().formatHex(hash.toByteArray())).hex();
    }
}

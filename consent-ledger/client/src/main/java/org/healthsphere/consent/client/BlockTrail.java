package org.healthsphere.consent.client;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockHeader;

/**
 * What this reader has seen of the chain. A block whose content is not that of its header, or that does not go on from what was
 * seen before it, is not taken; nor is a head that is another block than the one that was read.
 */
final class BlockTrail {
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_INTEGER = 0x02;
    private static final int DER_OCTETS = 0x04;
    private static final long KEPT = 100_000;

    /** The hash of a block's header, by its number. */
    private final Map<Long, Sha256> seen = new ConcurrentHashMap<>();

    Outcome<Block> take(long number, Block block) {
        var header = block.getHeader();
        var hash = hash(header);
        var known = seen.get(number);
        var before = seen.get(number - 1);
        var after = header.getNumber() == number
                && header.getDataHash().equals(dataHash(block))
                && (known == null || known.equals(hash))
                && (before == null || sha256(header.getPreviousHash()).equals(before));
        if (!after) {
            return Outcome.failed(new Fault.Conflict("the ledger shows another past than before"));
        }
        seen.put(number, hash);
        seen.remove(number - KEPT);
        return Outcome.of(block);
    }

    /** Whether this block was read. */
    boolean knows(long number) {
        return seen.containsKey(number);
    }

    Outcome<LedgerHead> agreeing(LedgerHead head) {
        var known = seen.get(head.height());
        return known == null || known.equals(head.hash())
                ? Outcome.of(head)
                : Outcome.failed(new Fault.Conflict("the ledger shows another past than before"));
    }

    Optional<Sha256> hashAt(long number) {
        return Optional.ofNullable(seen.get(number));
    }

    /** SHA-256 of the header's ASN.1 form: number, previous hash, data hash, as Fabric has it. */
    private static Sha256 hash(BlockHeader header) {
        var body = new ByteArrayOutputStream();
        part(body, DER_INTEGER, BigInteger.valueOf(header.getNumber()).toByteArray());
        part(body, DER_OCTETS, header.getPreviousHash().toByteArray());
        part(body, DER_OCTETS, header.getDataHash().toByteArray());
        var sequence = new ByteArrayOutputStream();
        part(sequence, DER_SEQUENCE, body.toByteArray());
        return Sha256.of(sequence.toByteArray());
    }

    /** No part is as long as 128 bytes, so that one byte tells its length. */
    private static void part(ByteArrayOutputStream out, int tag, byte[] value) {
        out.write(tag);
        out.write(value.length);
        out.writeBytes(value);
    }

    private static ByteString dataHash(Block block) {
        return ByteString.copyFrom(
                Sha256.of(ByteString.copyFrom(block.getData().getDataList()).toByteArray())
                        .bytes());
    }

    private static Sha256 sha256(ByteString bytes) {
        return bytes.size() == 32 ? new Sha256(HexFormat.of().formatHex(bytes.toByteArray())) : Sha256.of("none");
    }
}

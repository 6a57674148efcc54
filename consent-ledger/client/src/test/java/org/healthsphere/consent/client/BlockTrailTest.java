package org.healthsphere.consent.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.junit.jupiter.api.Test;

class BlockTrailTest {
    private static final Outcome<?> OTHER =
            Outcome.failed(new Fault.Conflict("the ledger shows another past than before"));

    private final BlockTrail trail = new BlockTrail();

    private static Block block(long number, ByteString previous, String content) {
        var data = ByteString.copyFromUtf8(content);
        return Block.newBuilder()
                .setHeader(BlockHeader.newBuilder()
                        .setNumber(number)
                        .setPreviousHash(previous)
                        .setDataHash(ByteString.copyFrom(Sha256.of(content).bytes())))
                .setData(BlockData.newBuilder().addData(data))
                .build();
    }

    /** The hash of a header in the form of Fabric, for short numbers. */
    private static ByteString hash(Block block) {
        var header = block.getHeader();
        var previous = header.getPreviousHash();
        var body = ByteString.copyFrom(new byte[] {2, 1, (byte) header.getNumber(), 4, (byte) previous.size()})
                .concat(previous)
                .concat(ByteString.copyFrom(new byte[] {4, 32}))
                .concat(header.getDataHash());
        return ByteString.copyFrom(Sha256.of(new byte[] {0x30, (byte) body.size()}, body.toByteArray())
                .bytes());
    }

    @Test
    void blocks_that_go_on_from_each_other_are_taken_again_and_again() {
        var zero = block(0, ByteString.EMPTY, "zero");
        var one = block(1, hash(zero), "one");
        assertThat(trail.take(0, zero)).isEqualTo(Outcome.of(zero));
        assertThat(trail.take(1, one)).isEqualTo(Outcome.of(one));
        assertThat(trail.take(0, zero)).isEqualTo(Outcome.of(zero));
    }

    @Test
    void a_block_with_another_past_another_number_or_other_content_is_not() {
        var zero = block(0, ByteString.EMPTY, "zero");
        var _ = trail.take(0, zero).orElseThrow();
        assertThat(trail.take(1, block(1, hash(block(0, ByteString.EMPTY, "other")), "one")))
                .isEqualTo(OTHER);
        assertThat(trail.take(0, block(0, ByteString.EMPTY, "other"))).isEqualTo(OTHER);
        assertThat(trail.take(2, block(1, hash(zero), "one"))).isEqualTo(OTHER);
        var altered = block(1, hash(zero), "one").toBuilder()
                .setData(BlockData.newBuilder().addData(ByteString.copyFromUtf8("two")))
                .build();
        assertThat(trail.take(1, altered)).isEqualTo(OTHER);
    }

    @Test
    void a_head_is_the_block_that_was_read_at_its_height() {
        var zero = block(0, ByteString.EMPTY, "zero");
        var _ = trail.take(0, zero).orElseThrow();
        var hash = new Sha256(java.util.HexFormat.of().formatHex(hash(zero).toByteArray()));
        var head = new LedgerHead(0, hash, Instant.EPOCH);
        assertThat(trail.agreeing(head)).isEqualTo(Outcome.of(head));
        assertThat(trail.agreeing(new LedgerHead(0, Sha256.of("other"), Instant.EPOCH)))
                .isEqualTo(OTHER);
        var later = new LedgerHead(7, Sha256.of("not read yet"), Instant.EPOCH);
        assertThat(trail.agreeing(later)).isEqualTo(Outcome.of(later));
    }
}

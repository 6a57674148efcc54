package org.healthsphere.consent.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.ReceiptBatch.Seal;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptBatchTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final NodeId NORTH = new NodeId("north");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Receipt receipt(NodeId site, int i) {
        return new Receipt(
                "%032x".formatted(i),
                site,
                site,
                Role.CLINICIAN,
                Receipt.subject("request-" + i, "clinician-1"),
                PurposeOfUse.TREAT,
                Optional.empty(),
                i % 2 == 0 ? Optional.empty() : Optional.of(Decision.Ground.DIRECTIVE),
                17,
                Sha256.of("policy"),
                i % 2 == 0 ? Sha256.of("released") : Receipt.NOTHING,
                NOW,
                "request-" + i);
    }

    private static List<Receipt> receipts(int count) {
        return IntStream.range(0, count).mapToObj(i -> receipt(NORTH, i)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 33})
    void each_receipt_of_a_batch_is_verified_by_its_own_paper(int count) {
        var receipts = receipts(count);
        var seal = ReceiptBatch.seal(NORTH, receipts, NOW, KEY);
        for (var i = 0; i < count; i++) {
            var paper = ReceiptBatch.paper(seal, receipts, i);
            assertThat(ReceiptBatch.verify(paper, KEY.verificationKey())).isEqualTo(Outcome.of(receipts.get(i)));
            assertThat(ReceiptBatch.logged(paper)).isEqualTo(seal);
        }
        assertThat(ReceiptBatch.verifySeal(seal, KEY.verificationKey()).map(Seal::size))
                .isEqualTo(Outcome.of((long) count));
    }

    @Test
    void a_changed_bit_is_found_wherever_it_is() {
        var receipts = receipts(5);
        var paper = ReceiptBatch.paper(ReceiptBatch.seal(NORTH, receipts, NOW, KEY), receipts, 3)
                .array();
        for (var bit = 0; bit < paper.length * 8; bit += 5) {
            var altered = paper.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(ReceiptBatch.verify(Bytes.of(altered), KEY.verificationKey()))
                    .as("bit %d", bit)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void a_receipt_of_another_batch_key_or_member_is_none_of_this_one() {
        var receipts = receipts(4);
        var seal = ReceiptBatch.seal(NORTH, receipts, NOW, KEY);
        var others = IntStream.range(7, 11).mapToObj(i -> receipt(NORTH, i)).toList();
        assertThat(ReceiptBatch.verify(ReceiptBatch.paper(seal, others, 1), KEY.verificationKey()))
                .isInstanceOf(Outcome.Failure.class);
        var stranger = SigningKey.generate(new SecureRandom()).verificationKey();
        assertThat(ReceiptBatch.verify(ReceiptBatch.paper(seal, receipts, 1), stranger))
                .isInstanceOf(Outcome.Failure.class);
        var foreign = List.of(receipt(new NodeId("south"), 1));
        var mixed = ReceiptBatch.paper(ReceiptBatch.seal(NORTH, foreign, NOW, KEY), foreign, 0);
        assertThat(ReceiptBatch.verify(mixed, KEY.verificationKey())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_seal_is_no_receipt_and_a_receipt_no_seal() {
        var alone = Receipts.sign(receipt(NORTH, 2), KEY);
        assertThat(ReceiptBatch.verify(alone, KEY.verificationKey())).isEqualTo(Outcome.of(receipt(NORTH, 2)));
        assertThat(ReceiptBatch.logged(alone)).isEqualTo(alone);
        assertThat(ReceiptBatch.verifySeal(alone, KEY.verificationKey())).isInstanceOf(Outcome.Failure.class);
        var seal = ReceiptBatch.seal(NORTH, receipts(2), NOW, KEY);
        assertThat(ReceiptBatch.verify(seal, KEY.verificationKey())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_paper_tells_nothing_of_the_others() {
        var receipts = receipts(3);
        var paper = ReceiptBatch.paper(ReceiptBatch.seal(NORTH, receipts, NOW, KEY), receipts, 1)
                .utf8();
        var leaf = Bytes.base64url(paper.split("~", -1)[1]).utf8();
        assertThat(leaf).contains("request-1").doesNotContain("request-0", "clinician-1");
        assertThat(new Seal(NORTH, 3, Sha256.of("x"), NOW).sentence())
                .isEqualTo("north sealed 3 receipts on 2026-03-01T12:00:00Z");
    }
}

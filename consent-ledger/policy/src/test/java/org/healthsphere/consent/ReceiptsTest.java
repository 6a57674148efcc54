package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final Receipt.Issue ISSUE = new Receipt.Issue(
            "receipt-1",
            new NodeId("north"),
            NetworkPolicy.standard().version(),
            Instant.parse("2026-03-01T12:00:00Z"));
    private static final Receipt.Request REQUEST = new Receipt.Request(
            new Requester(new NodeId("south"), "user-1", Role.CLINICIAN), PurposeOfUse.TREAT, "correlation-1");

    private static Receipt permitted() {
        return Receipt.of(
                ISSUE,
                REQUEST,
                new Decision.Permitted(Optional.of("ab".repeat(16)), 17, Hidden.nothing()),
                Sha256.of("released"));
    }

    private static Receipt denied() {
        return Receipt.of(
                ISSUE,
                REQUEST,
                new Decision.Denied(Decision.Ground.NO_PERMISSION, Optional.empty(), 17),
                Sha256.of(""));
    }

    @Test
    void a_receipt_is_verified_offline() {
        for (var receipt : new Receipt[] {permitted(), denied()}) {
            assertThat(Receipts.verify(Receipts.sign(receipt, KEY), KEY.verificationKey()))
                    .isEqualTo(Outcome.of(receipt));
        }
    }

    @Test
    void a_changed_bit_is_found_wherever_it_is() {
        var signed = Receipts.sign(permitted(), KEY).array();
        for (var bit = 0; bit < signed.length * 8; bit += 5) {
            var altered = signed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Receipts.verify(Bytes.of(altered), KEY.verificationKey()))
                    .as("bit %d", bit)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void another_key_does_not_verify_it() {
        assertThat(Receipts.verify(
                        Receipts.sign(permitted(), KEY),
                        SigningKey.generate(new SecureRandom()).verificationKey()))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void it_names_the_person_only_to_whom_knows_him() {
        var text = Bytes.base64url(Receipts.sign(permitted(), KEY).utf8().split("\\.", -1)[1])
                .utf8();
        assertThat(text).doesNotContain("user-1").contains("correlation-1");
        assertThat(permitted().subject()).isEqualTo(Receipt.subject("correlation-1", "user-1"));
    }

    @Test
    void it_says_in_a_sentence_what_happened() {
        assertThat(permitted().sentence())
                .isEqualTo("north released data to a clinician of south, by your directive " + "ab".repeat(16)
                        + ", purpose TREAT, on 2026-03-01T12:00:00Z");
        assertThat(denied().sentence())
                .isEqualTo("north released nothing to a clinician of south: nothing permits it,"
                        + " by the rules of the network, purpose TREAT, on 2026-03-01T12:00:00Z");
    }

    @Test
    void the_version_of_a_policy_is_that_of_its_content() {
        assertThat(NetworkPolicy.standard().version())
                .isEqualTo(NetworkPolicy.standard().version());
        assertThat(new NetworkPolicy(java.util.Map.of(), java.util.Map.of()).version())
                .isNotEqualTo(NetworkPolicy.standard().version());
    }
}

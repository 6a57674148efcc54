package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class RecipientKeyTest {
    private static final Bytes SECRET = Bytes.utf8("terms of a directive");
    private static final Bytes PLACE = Bytes.utf8("directive 7");

    private final SeededRandom random = new SeededRandom(31);
    private final RecipientSecret custodian = RecipientSecret.generate(random);

    @Test
    void a_key_is_published_as_text_and_read_back() {
        var key = custodian.recipientKey();
        assertThat(key.bytes().length()).isEqualTo(1216);
        assertThat(RecipientKey.parse(key.text())).isEqualTo(Outcome.of(key));
    }

    @Test
    void what_is_no_key_is_refused() {
        var outOfRange = custodian.recipientKey().bytes().array().clone();
        Arrays.fill(outOfRange, 0, 3, (byte) 0xff);
        var ofSmallOrder = custodian.recipientKey().bytes().array().clone();
        Arrays.fill(ofSmallOrder, RecipientKey.ML_KEM_KEY, ofSmallOrder.length, (byte) 0);
        for (var text : List.of(
                "",
                "AAAA",
                "*",
                Bytes.of(outOfRange).base64url(),
                Bytes.of(ofSmallOrder).base64url())) {
            assertThat(RecipientKey.parse(text))
                    .isEqualTo(Outcome.failed(
                            new Fault.Invalid("not a recipient's key: ML-KEM-768 and X25519 in base64url")));
        }
    }

    @Test
    void a_secret_sealed_for_a_key_opens_with_its_other_half_only() {
        var sealed = custodian.recipientKey().seal(SECRET, PLACE, random);
        assertThat(custodian.unseal(sealed, PLACE)).isEqualTo(Outcome.of(SECRET));
        assertThat(RecipientSecret.generate(random).unseal(sealed, PLACE)).isEqualTo(closed());
        assertThat(custodian.unseal(sealed, Bytes.NONE)).isEqualTo(closed());
    }

    @Test
    void no_flipped_bit_of_any_byte_and_no_truncation_goes_unnoticed() {
        var sealed = custodian.recipientKey().seal(SECRET, PLACE, random).array();
        for (var at = 0; at < sealed.length; at++) {
            var altered = sealed.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            assertThat(custodian.unseal(Bytes.of(altered), PLACE))
                    .as("byte %s", at)
                    .isInstanceOf(Outcome.Failure.class);
        }
        for (var length : List.of(0, 1, 1120, 1121, sealed.length - 1)) {
            assertThat(custodian.unseal(Bytes.of(Arrays.copyOf(sealed, length)), PLACE))
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void half_of_the_agreement_is_not_enough() {
        // Who knows one of the two secrets, and takes a guess at the other.
        var exported = custodian.exportPrivateKeys();
        var other = RecipientSecret.generate(random).exportPrivateKeys();
        var sealed = custodian.recipientKey().seal(SECRET, PLACE, random);
        for (var half : List.of(
                new RecipientSecret.Exported(exported.recipientKey(), exported.mlKem(), other.x25519()),
                new RecipientSecret.Exported(exported.recipientKey(), other.mlKem(), exported.x25519()))) {
            assertThat(RecipientSecret.of(half).orElseThrow().unseal(sealed, PLACE))
                    .isEqualTo(closed());
        }
    }

    @Test
    void exported_keys_are_the_same_keys_and_are_not_printed() {
        var again = RecipientSecret.of(custodian.exportPrivateKeys()).orElseThrow();
        var sealed = custodian.recipientKey().seal(SECRET, PLACE, random);
        assertThat(again.unseal(sealed, PLACE)).isEqualTo(Outcome.of(SECRET));
        assertThat(custodian.toString()).startsWith("RecipientSecret[REDACTED");
        var broken = new RecipientSecret.Exported(custodian.recipientKey(), Bytes.NONE, Bytes.NONE);
        assertThat(RecipientSecret.of(broken))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not the private keys of a recipient")));
    }

    @Test
    void an_encapsulation_at_a_point_of_small_order_is_refused() {
        assertThat(custodian.agree(Bytes.of(new byte[1120]), Bytes.NONE))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not an encapsulated key")));
    }

    private static Outcome<Bytes> closed() {
        return Outcome.failed(new Fault.Invalid("the secret was not sealed for this key and place"));
    }
}

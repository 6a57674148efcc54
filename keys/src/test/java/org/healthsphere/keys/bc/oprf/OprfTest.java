package org.healthsphere.keys.bc.oprf;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OprfTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes INFO = Bytes.utf8("a study");
    private static final Outcome<?> NOT_ITS_ANSWER =
            Outcome.failed(new Fault.Unauthenticated("not the answer of this key"));

    private static List<Blinded> asked(OprfClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.blind(Bytes.utf8("input " + i), RANDOM).orElseThrow())
                .toList();
    }

    private static List<Bytes> elements(List<Blinded> asked) {
        return asked.stream().map(Blinded::element).toList();
    }

    @ParameterizedTest
    @EnumSource
    void an_output_depends_on_the_key_and_the_input_and_not_on_the_blind(OprfSuite suite) {
        var key = OprfKey.generate(suite, OprfMode.OPRF, RANDOM);
        var client = OprfClient.plain(suite);
        var one = asked(client, 2);
        var other = asked(client, 2);
        assertThat(elements(one)).doesNotContainAnyElementsOf(elements(other));
        var outputs = client.outputs(
                one, key.evaluate(elements(one), Bytes.NONE, RANDOM).orElseThrow());
        assertThat(client.outputs(
                        other, key.evaluate(elements(other), Bytes.NONE, RANDOM).orElseThrow()))
                .isEqualTo(outputs);
        var another = OprfKey.generate(suite, OprfMode.OPRF, RANDOM);
        assertThat(client.outputs(
                                one,
                                another.evaluate(elements(one), Bytes.NONE, RANDOM)
                                        .orElseThrow())
                        .orElseThrow())
                .doesNotContainAnyElementsOf(outputs.orElseThrow());
    }

    @Test
    void an_answer_of_another_key_or_with_a_bent_proof_is_not_believed() {
        var key = OprfKey.generate(OprfSuite.P256_SHA256, OprfMode.VOPRF, RANDOM);
        var other = OprfKey.generate(OprfSuite.P256_SHA256, OprfMode.VOPRF, RANDOM);
        var client = OprfClient.verifying(OprfSuite.P256_SHA256, key.publicKey());
        var asked = asked(client, 3);
        var answer = key.evaluate(elements(asked), Bytes.NONE, RANDOM).orElseThrow();
        assertThat(client.outputs(asked, answer)).isInstanceOf(Outcome.Success.class);
        assertThat(client.outputs(
                        asked,
                        other.evaluate(elements(asked), Bytes.NONE, RANDOM).orElseThrow()))
                .isEqualTo(NOT_ITS_ANSWER);
        var bent = answer.proof().orElseThrow().array().clone();
        bent[40] ^= 1;
        assertThat(client.outputs(asked, new Evaluated(answer.elements(), Optional.of(Bytes.of(bent)))))
                .isEqualTo(NOT_ITS_ANSWER);
        assertThat(client.outputs(asked, new Evaluated(answer.elements(), Optional.empty())))
                .isEqualTo(NOT_ITS_ANSWER);
        assertThat(client.outputs(asked, new Evaluated(answer.elements().reversed(), answer.proof())))
                .isEqualTo(NOT_ITS_ANSWER);
    }

    @Test
    void a_public_input_makes_other_outputs_and_must_be_the_same_on_both_sides() {
        var key = OprfKey.generate(OprfSuite.P256_SHA256, OprfMode.POPRF, RANDOM);
        var client = OprfClient.tagged(OprfSuite.P256_SHA256, key.publicKey(), INFO);
        var asked = asked(client, 1);
        assertThat(client.outputs(
                        asked, key.evaluate(elements(asked), INFO, RANDOM).orElseThrow()))
                .isInstanceOf(Outcome.Success.class);
        assertThat(client.outputs(
                        asked,
                        key.evaluate(elements(asked), Bytes.utf8("another study"), RANDOM)
                                .orElseThrow()))
                .isEqualTo(NOT_ITS_ANSWER);
    }

    /** Of the wrong length, off the curve, the identity, and in the long form that nobody else writes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "02",
                "020000000000000000000000000000000000000000000000000000000000000001",
                "02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
                "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
            })
    void what_is_no_element_is_not_answered(String hex) {
        var key = OprfKey.generate(OprfSuite.P256_SHA256, OprfMode.VOPRF, RANDOM);
        assertThat(key.evaluate(List.of(Bytes.of(HexFormat.of().parseHex(hex))), Bytes.NONE, RANDOM))
                .isEqualTo(Outcome.failed(new Fault.Invalid("elements of the group, up to 65535")));
    }

    @Test
    void neither_a_key_nor_a_hidden_input_is_printed() {
        var key = OprfKey.generate(OprfSuite.P256_SHA256, OprfMode.OPRF, RANDOM);
        assertThat(key).hasToString("OprfKey[REDACTED]");
        assertThat(asked(OprfClient.plain(OprfSuite.P256_SHA256), 1).getFirst()).hasToString("Blinded[REDACTED]");
    }
}

package org.healthsphere.keys.bc.oprf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test vectors of RFC 9497, appendix A, for the groups of NIST: nine groups of them, batches and proofs included. */
class RfcVectorsTest {
    record Vector(OprfSuite suite, OprfMode mode, JsonNode group, JsonNode one) {
        @Override
        public String toString() {
            return suite.identifier() + " " + mode + " batch of " + one.path("Batch");
        }

        Bytes info() {
            return mode == OprfMode.POPRF ? hex(one.path("Info").asText()) : Bytes.NONE;
        }

        OprfKey key() {
            return OprfKey.derive(
                    suite,
                    mode,
                    hex(group.path("seed").asText()),
                    hex(group.path("keyInfo").asText()));
        }

        OprfClient client() {
            return switch (mode) {
                case OPRF -> OprfClient.plain(suite);
                case VOPRF -> OprfClient.verifying(suite, key().publicKey());
                case POPRF -> OprfClient.tagged(suite, key().publicKey(), info());
            };
        }

        List<Bytes> list(String name) {
            return Arrays.stream(one.path(name).asText().split(","))
                    .map(RfcVectorsTest::hex)
                    .toList();
        }

        List<Blinded> blinded() {
            var inputs = list("Input");
            var blinds = list("Blind");
            return IntStream.range(0, inputs.size())
                    .mapToObj(i ->
                            client().blind(inputs.get(i), number(blinds.get(i))).orElseThrow())
                    .toList();
        }

        Evaluated evaluated() {
            var nonce =
                    one.has("Proof") ? number(hex(one.path("Proof").path("r").asText())) : BigInteger.ONE;
            return key().evaluate(blinded().stream().map(Blinded::element).toList(), info(), nonce)
                    .orElseThrow();
        }
    }

    private static Bytes hex(String text) {
        return Bytes.of(HexFormat.of().parseHex(text));
    }

    private static BigInteger number(Bytes bytes) {
        return new BigInteger(1, bytes.array());
    }

    private static OprfMode mode(int code) {
        return Arrays.stream(OprfMode.values())
                .filter(mode -> mode.code() == code)
                .findFirst()
                .orElseThrow();
    }

    static Stream<Vector> vectors() throws IOException {
        try (var file = RfcVectorsTest.class.getResourceAsStream("rfc9497.json")) {
            var groups = new ObjectMapper().readTree(Objects.requireNonNull(file));
            return groups
                    .valueStream()
                    .flatMap(group -> group.path("vectors")
                            .valueStream()
                            .map(one -> new Vector(
                                    OprfSuite.valueOf(
                                            group.path("identifier").asText().replace('-', '_')),
                                    mode(group.path("mode").asInt()),
                                    group,
                                    one)))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void keys_elements_proofs_and_outputs_are_those_of_the_rfc(Vector vector) {
        assertThat(vector.key().secret())
                .isEqualTo(hex(vector.group().path("skSm").asText()));
        assertThat(vector.blinded()).map(Blinded::element).isEqualTo(vector.list("BlindedElement"));
        assertThat(vector.evaluated().elements()).isEqualTo(vector.list("EvaluationElement"));
        assertThat(vector.evaluated().proof().map(Bytes::array).map(HexFormat.of()::formatHex))
                .isEqualTo(
                        vector.one().has("Proof")
                                ? Optional.of(
                                        vector.one().path("Proof").path("proof").asText())
                                : Optional.empty());
        assertThat(vector.client().outputs(vector.blinded(), vector.evaluated()).orElseThrow())
                .isEqualTo(vector.list("Output"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void public_keys_are_those_of_the_rfc(Vector vector) {
        if (vector.mode() != OprfMode.OPRF) {
            assertThat(vector.key().publicKey())
                    .isEqualTo(hex(vector.group().path("pkSm").asText()));
        }
        assertThat(vectorCount()).isEqualTo(24);
    }

    private static long vectorCount() {
        try {
            return vectors().count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

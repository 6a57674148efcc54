package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeVectorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Path> vectors() throws IOException {
        try (Stream<Path> files = Files.list(EnvelopeVectors.FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    @Test
    void there_are_vectors() throws IOException {
        assertThat(vectors()).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void an_independent_decoder_agrees_with_each_vector(Path file) throws Exception {
        var vector = JSON.readTree(Files.readAllBytes(file));
        var decoder = new IndependentDecoder(bytes(vector, "envelope"));
        assertThat(decoder.signedBy(bytes(vector, "senderKey")))
                .isEqualTo(!refused(vector).equals(Optional.of("signature")));
        if (refused(vector).isEmpty()) {
            assertThat(content(decoder, vector)).isEqualTo(bytes(vector, "content"));
        } else {
            assertThatThrownBy(() -> content(decoder, vector)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void this_version_still_opens_what_was_published(Path file) throws Exception {
        var vector = JSON.readTree(Files.readAllBytes(file));
        var envelope = Bytes.of(bytes(vector, "envelope"));
        var header = Envelope.peek(envelope).orElseThrow();
        var recipient = RecipientSecret.of(new RecipientSecret.Exported(
                        RecipientKey.parse(vector.path("recipientKey").textValue())
                                .orElseThrow(),
                        Bytes.of(bytes(vector, "mlKemPrivateKey")),
                        Bytes.of(bytes(vector, "x25519PrivateKey"))))
                .orElseThrow();
        var sender = VerificationKey.parse(vector.path("senderKey").textValue());
        var opener = new EnvelopeOpener(
                header.to(),
                recipient,
                _ -> sender,
                new Freshness(Duration.ZERO, Duration.ZERO),
                new ReplayGuard(1, header.issuedAt()),
                header::issuedAt);
        if (refused(vector).isEmpty()) {
            assertThat(opener.open(envelope))
                    .isEqualTo(Outcome.of(new Opened(header, Bytes.of(bytes(vector, "content")))));
        } else {
            assertThat(opener.open(envelope)).isInstanceOf(Outcome.Failure.class);
        }
    }

    private static byte[] content(IndependentDecoder decoder, JsonNode vector) throws GeneralSecurityException {
        return decoder.content(
                bytes(vector, "recipientKey"), bytes(vector, "mlKemPrivateKey"), bytes(vector, "x25519PrivateKey"));
    }

    private static Optional<String> refused(JsonNode vector) {
        return Optional.ofNullable(vector.path("refused").textValue());
    }

    private static byte[] bytes(JsonNode vector, String name) {
        return Bytes.base64url(vector.path(name).textValue()).array();
    }
}

package org.healthsphere.keys.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwsTest {
    private static final String RECEIPT = "receipt+jwt";

    private final JsonMapper json = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private final SigningKey key = SigningKey.generate(new SeededRandom(41));
    private final ObjectNode payload =
            json.createObjectNode().put("sub", "north").put("height", 42).put("small", new BigDecimal("1.50"));

    @Test
    void a_signed_document_verifies_and_is_what_was_signed() {
        var token = Jws.parse(Jws.sign(RECEIPT, payload, key)).orElseThrow();
        assertThat(token.keyId()).isEqualTo(key.verificationKey().thumbprint());
        assertThat(token.verify(RECEIPT, key.verificationKey()).map(p -> p.toString()))
                .isEqualTo(Outcome.of("{\"height\":42,\"small\":1.50,\"sub\":\"north\"}"));
    }

    @Test
    void a_document_of_one_type_does_not_pass_as_another() {
        var token = Jws.parse(Jws.sign(RECEIPT, payload, key)).orElseThrow();
        assertThat(token.verify("at+jwt", key.verificationKey()))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the token is of another type")));
    }

    @Test
    void another_key_does_not_verify_it() {
        var token = Jws.parse(Jws.sign(RECEIPT, payload, key)).orElseThrow();
        var other = SigningKey.generate(new SeededRandom(42)).verificationKey();
        assertThat(token.verify(RECEIPT, other))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the signature is not of this key")));
    }

    @Test
    void no_flipped_bit_goes_unnoticed() {
        var compact = Jws.sign(RECEIPT, payload, key).getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < compact.length * 8; bit++) {
            var altered = compact.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Jws.parse(new String(altered, StandardCharsets.ISO_8859_1))
                            .then(token -> token.verify(RECEIPT, key.verificationKey())))
                    .as("bit %s", bit)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"K\",\"typ\":\"receipt+jwt\"}",
                "{\"alg\":\"HS256\",\"kid\":\"K\",\"typ\":\"receipt+jwt\"}",
                "{\"alg\":\"ES256\",\"typ\":\"receipt+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"K\"}",
                "{\"alg\":\"ES256\",\"kid\":\"short\",\"typ\":\"receipt+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"K\",\"typ\":7}",
                "{\"alg\":\"ES256\",\"kid\":\"K\",\"typ\":\"receipt+jwt\",\"crit\":[\"b64\"]}",
                "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"K\",\"typ\":\"receipt+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"K\",\"typ\":\"receipt+jwt\"} {}",
                "[]",
                "no json"
            })
    void any_other_header_is_refused_however_well_it_is_signed(String header) {
        var named = header.replace("K", key.verificationKey().thumbprint().hex());
        assertThat(Jws.parse(compact(named, "{}"))).isEqualTo(malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{\"a\":1,\"a\":2}", "{} {}", "{"})
    void a_payload_that_is_not_one_json_object_is_refused(String body) {
        var header =
                "{\"alg\":\"ES256\",\"kid\":\"" + key.verificationKey().thumbprint() + "\",\"typ\":\"receipt+jwt\"}";
        assertThat(Jws.parse(compact(header, body))).isEqualTo(malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b", "a.b.c.d", "*.*.*"})
    void what_is_no_compact_form_is_refused(String text) {
        assertThat(Jws.parse(text)).isEqualTo(malformed());
    }

    @Test
    void a_large_document_is_refused_unread() {
        assertThat(Jws.parse(Jws.sign(RECEIPT, payload.put("long", "x".repeat(70_000)), key)))
                .isEqualTo(malformed());
    }

    private String compact(String header, String body) {
        var signed = Bytes.utf8(header).base64url() + "." + Bytes.utf8(body).base64url();
        return signed + "." + Bytes.of(key.sign(Bytes.utf8(signed).array())).base64url();
    }

    private static Outcome<Jws> malformed() {
        return Outcome.failed(new Fault.Invalid("not a signed token: compact JWS, ES256, at most 64 KiB"));
    }
}

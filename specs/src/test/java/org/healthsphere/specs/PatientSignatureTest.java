package org.healthsphere.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientSignatureTest {
    private static final KeyPair PAIR = pair();
    private static final Bytes STATEMENT = Bytes.utf8("{\"id\":\"1\",\"operation\":\"revoke\"}");
    private static final Sha256 PARTY = Sha256.of("hospital.example");

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes sign(String algorithm, byte[]... message) {
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(PAIR.getPrivate());
            for (var part : message) {
                signer.update(part);
            }
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean holds(Bytes statement, Optional<Sha256> party, Bytes signature) {
        return PatientSignature.verifies(PAIR.getPublic(), new PatientSignature.Signed(statement, party), signature);
    }

    private static Bytes jws(String header) {
        var part = Bytes.utf8(header).base64url();
        var input = (part + "." + STATEMENT.base64url()).getBytes(StandardCharsets.US_ASCII);
        return Bytes.utf8(
                part + ".." + sign("SHA256withECDSAinP1363Format", input).base64url());
    }

    private static Bytes assertion(String client, int flags, Sha256 party) {
        var authenticator = new ByteArrayOutputStream();
        authenticator.writeBytes(party.bytes());
        authenticator.write(flags);
        authenticator.writeBytes(new byte[4]);
        var data = authenticator.toByteArray();
        var signature = sign("SHA256withECDSA", data, Sha256.of(client).bytes());
        return Bytes.utf8("{\"authenticatorData\":\"%s\",\"clientDataJSON\":\"%s\",\"signature\":\"%s\"}"
                .formatted(Bytes.of(data).base64url(), Bytes.utf8(client).base64url(), signature.base64url()));
    }

    private static String client(String type, Bytes statement) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"https://hospital.example\"}"
                .formatted(type, Bytes.of(Sha256.of(statement.array()).bytes()).base64url());
    }

    @Test
    void a_raw_signature_is_that_of_its_statement_alone() {
        var raw = sign("SHA256withECDSAinP1363Format", STATEMENT.array());
        assertThat(holds(STATEMENT, Optional.empty(), raw)).isTrue();
        assertThat(holds(Bytes.utf8("other"), Optional.empty(), raw)).isFalse();
        assertThat(holds(STATEMENT, Optional.of(PARTY), raw)).isFalse();
        assertThat(holds(STATEMENT, Optional.empty(), Bytes.NONE)).isFalse();
    }

    @Test
    void a_detached_jws_is_taken() {
        assertThat(holds(STATEMENT, Optional.empty(), jws("{\"alg\":\"ES256\"}")))
                .isTrue();
        var kid = Sha256.of(PAIR.getPublic().getEncoded());
        assertThat(holds(STATEMENT, Optional.empty(), jws("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}")))
                .isTrue();
        assertThat(holds(Bytes.utf8("other"), Optional.empty(), jws("{\"alg\":\"ES256\"}")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"ES256\",\"kid\":\"another\"}",
                "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"ES256\",\"alg\":\"none\"}",
                "not json"
            })
    void a_jws_with_a_header_that_says_anything_else_is_not(String header) {
        assertThat(holds(STATEMENT, Optional.empty(), jws(header))).isFalse();
    }

    @Test
    void a_passkey_signs_by_an_assertion_whose_challenge_is_the_statement() {
        var good = assertion(client("webauthn.get", STATEMENT), 5, PARTY);
        assertThat(holds(STATEMENT, Optional.of(PARTY), good)).isTrue();
        assertThat(holds(Bytes.utf8("other"), Optional.of(PARTY), good)).isFalse();
        assertThat(holds(STATEMENT, Optional.of(Sha256.of("elsewhere.example")), good))
                .isFalse();
        assertThat(holds(STATEMENT, Optional.empty(), good)).isFalse();
    }

    @Test
    void an_assertion_for_something_else_or_without_the_person_is_not_taken() {
        assertThat(holds(STATEMENT, Optional.of(PARTY), assertion(client("webauthn.create", STATEMENT), 5, PARTY)))
                .isFalse();
        assertThat(holds(STATEMENT, Optional.of(PARTY), assertion(client("webauthn.get", STATEMENT), 1, PARTY)))
                .isFalse();
        assertThat(holds(STATEMENT, Optional.of(PARTY), assertion(client("webauthn.get", STATEMENT), 4, PARTY)))
                .isFalse();
        var crossed = client("webauthn.get", STATEMENT).replace("}", ",\"crossOrigin\":true}");
        assertThat(holds(STATEMENT, Optional.of(PARTY), assertion(crossed, 5, PARTY)))
                .isFalse();
        assertThat(holds(STATEMENT, Optional.of(PARTY), Bytes.utf8("{}"))).isFalse();
        assertThat(holds(STATEMENT, Optional.of(PARTY), Bytes.utf8("[[["))).isFalse();
    }
}

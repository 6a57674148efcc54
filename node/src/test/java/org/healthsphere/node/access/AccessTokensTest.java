package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.access.AccessTokens.Audience;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final NodeId MEMBER = new NodeId("northfield");
    private static final Audience HERE = new Audience(MEMBER, "https://northfield.example:8443");
    private static final Wanted LOADER =
            new Wanted("loader", Role.SYSTEM, Set.of(new Scope("*", "cruds")), Duration.ofDays(1));

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random);
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    private final AccessTokens tokens = new AccessTokens(HERE, key, clock, random);

    @Test
    void a_token_says_who_calls_and_what_for() {
        assertThat(tokens.verify(tokens.issue(LOADER)))
                .isEqualTo(Outcome.of(new Caller(
                        new Requester(MEMBER, "loader", Role.SYSTEM),
                        Set.of(PurposeOfUse.TREAT, PurposeOfUse.HOPERAT),
                        Set.of(new Scope("*", "cruds")),
                        Optional.empty())));
    }

    @Test
    void no_two_tokens_are_the_same() {
        assertThat(tokens.issue(LOADER)).isNotEqualTo(tokens.issue(LOADER));
    }

    @Test
    void a_known_token_costs_no_signature() {
        var looks = new AtomicInteger();
        var counted = new AccessTokens(HERE, counting(looks), clock, random);
        var token = counted.issue(LOADER);
        assertThat(counted.verify(token)).isInstanceOf(Outcome.Success.class);
        var afterTheFirst = looks.get();
        for (var i = 0; i < 1_000; i++) {
            assertThat(counted.verify(token)).isInstanceOf(Outcome.Success.class);
        }
        assertThat(looks).hasValue(afterTheFirst);
    }

    @Test
    void a_token_ends_although_it_is_known() {
        var token = tokens.issue(LOADER);
        assertThat(tokens.verify(token)).isInstanceOf(Outcome.Success.class);
        clock.advance(Duration.ofDays(1));
        assertThat(tokens.verify(token)).isEqualTo(expired());
        assertThat(new AccessTokens(HERE, key, clock, random).verify(token)).isEqualTo(expired());
    }

    @Test
    void a_flipped_letter_anywhere_is_refused() {
        var token = tokens.issue(LOADER);
        for (var i = 0; i < token.length(); i += 7) {
            var other = token.charAt(i) == 'A' ? 'B' : 'A';
            var altered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.verify(altered)).as("letter " + i).isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void the_token_of_another_key_or_another_node_is_refused() {
        var foreign = new AccessTokens(HERE, SigningKey.generate(random), clock, random);
        assertThat(tokens.verify(foreign.issue(LOADER))).isInstanceOf(Outcome.Failure.class);
        var elsewhere = new AccessTokens(new Audience(MEMBER, "https://elsewhere.example"), key, clock, random);
        assertThat(tokens.verify(elsewhere.issue(LOADER))).isEqualTo(refused("the access token is for another node"));
        var neighbour = new Audience(new NodeId("lakeside"), HERE.url());
        assertThat(tokens.verify(new AccessTokens(neighbour, key, clock, random).issue(LOADER)))
                .isEqualTo(refused("the access token is for another node"));
    }

    @Test
    void a_token_from_the_future_is_refused() {
        var ahead = new MovableClock(clock.instant().plusSeconds(120));
        assertThat(tokens.verify(new AccessTokens(HERE, key, ahead, random).issue(LOADER)))
                .isEqualTo(refused("the access token is from the future"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "..", "Bearer x", "a.b", "a.b.c.d"})
    void what_is_no_token_is_refused(String text) {
        assertThat(tokens.verify(text)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_huge_token_is_refused_before_it_is_looked_at() {
        assertThat(tokens.verify("x".repeat(1_000_000))).isEqualTo(refused("the access token is too long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"1\",\"jwk\":{}}"
            })
    void no_algorithm_and_no_key_can_be_asked_for_from_outside(String header) {
        var parts = tokens.issue(LOADER).split("\\.", -1);
        var input = Bytes.utf8(header).base64url() + "." + parts[1];
        var signature = key.sign(input.getBytes(StandardCharsets.US_ASCII));
        assertThat(tokens.verify(input + "." + Bytes.of(signature).base64url())).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"role\":\"SYSTEM\"|\"role\":\"KING\"",
                "\"role\":\"SYSTEM\"|\"role\":7",
                "\"sub\":\"loader\"|\"sub\":\" \"",
                "\"scope\":\"system/*.cruds\"|\"scope\":\"launch\"",
                "\"member\":\"northfield\"|\"member\":\"NORTH\"",
                "\"sub\":\"loader\"|\"sub\":\"loader\",\"admin\":true",
                "\"role\":\"SYSTEM\",|''",
                "\"exp\":1772618400|\"exp\":99999999999999999999",
                "\"exp\":1772618400|\"exp\":9223372036854775807",
                "\"exp\":1772618400|\"exp\":\"1772618400\"",
                "\"exp\":1772618400|\"exp\":-1"
            })
    void claims_are_read_strictly_even_when_they_are_signed(String from, String to) {
        var claims = Bytes.base64url(tokens.issue(LOADER).split("\\.", -1)[1]).utf8();
        assertThat(claims).contains(from);
        var token = signed(claims.replace(from, to));
        assertThat(tokens.verify(token)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_token_cannot_be_wanted_for_ever() {
        var forEver = new Wanted("loader", Role.SYSTEM, LOADER.scopes(), Duration.ofDays(32));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issue(forEver).isEmpty())
                .withMessageContaining("31 days");
    }

    @Test
    void the_same_claim_twice_is_refused() {
        var claims = Bytes.base64url(tokens.issue(LOADER).split("\\.", -1)[1]).utf8();
        var twice = claims.replace("\"sub\":\"loader\"", "\"sub\":\"loader\",\"sub\":\"other\"");
        assertThat(tokens.verify(signed(twice))).isInstanceOf(Outcome.Failure.class);
        assertThat(tokens.verify(signed(claims))).isInstanceOf(Outcome.Success.class);
    }

    private String signed(String claims) {
        var header = tokens.issue(LOADER).split("\\.", -1)[0];
        var input = header + "." + Bytes.utf8(claims).base64url();
        return input + "."
                + Bytes.of(key.sign(input.getBytes(StandardCharsets.US_ASCII))).base64url();
    }

    private Signer counting(AtomicInteger looks) {
        return new Signer() {
            @Override
            public VerificationKey verificationKey() {
                looks.incrementAndGet();
                return key.verificationKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                return key.sign(message);
            }
        };
    }

    private static Outcome<Caller> expired() {
        return refused("the access token has expired; ask for a new one");
    }

    private static Outcome<Caller> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}

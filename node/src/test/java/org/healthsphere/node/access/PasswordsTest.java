package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords(new SecureRandom(), 1_000);

    @Test
    void a_password_matches_its_own_hash_and_no_other_does() {
        var hash = passwords.hash(new Password("correct horse battery"));
        assertThat(passwords.matches(hash, new Password("correct horse battery")))
                .isTrue();
        assertThat(passwords.matches(hash, new Password("correct horse batterz")))
                .isFalse();
        assertThat(passwords.matchesNobody(new Password("correct horse battery")))
                .isFalse();
    }

    @Test
    void the_same_password_never_has_the_same_hash() {
        var password = new Password("correct horse battery");
        assertThat(passwords.hash(password)).isNotEqualTo(passwords.hash(password));
    }

    @Test
    void hashing_costs_what_owasp_asks_for() {
        assertThat(Passwords.ITERATIONS).isGreaterThanOrEqualTo(600_000);
        assertThat(new Passwords(new SecureRandom())
                        .hash(new Password("correct horse battery"))
                        .iterations())
                .isEqualTo(Passwords.ITERATIONS);
    }

    @Test
    void a_hash_survives_being_written_down() {
        var hash = passwords.hash(new Password("correct horse battery"));
        assertThat(PasswordHash.parse(hash.text())).isEqualTo(Outcome.of(hash));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha256$1000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "md5$1000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void what_is_no_hash_is_refused(String text) {
        assertThat(PasswordHash.parse(text)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void neither_password_nor_hash_is_ever_printed() {
        var password = new Password("correct horse battery");
        assertThat(password + " " + passwords.hash(password)
                        + new NewUser("l", "n", Role.AUDITOR, Optional.empty(), password))
                .doesNotContain("horse")
                .doesNotContain("$");
    }
}

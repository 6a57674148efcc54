package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.access.SignIn.Answer;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final Instant START = Instant.parse("2026-03-03T10:00:00Z");
    private static final Password RIGHT = new Password("correct horse battery");
    private static final Password WRONG = new Password("wrong");
    private static final Duration WINDOW = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(START);
    private Optional<User> ada = Optional.empty();
    private Optional<SignIn> signIn = Optional.empty();

    @BeforeEach
    void one_user() {
        var random = new SecureRandom();
        var users = UserDirectory.open(folder.resolve("users.json"), new Passwords(random, 1_000), random)
                .orElseThrow();
        ada = Optional.of(users.add(new NewUser("ada", "Ada Sample", Role.AUDITOR, Optional.empty(), RIGHT))
                .orElseThrow());
        signIn = Optional.of(new SignIn(users, clock));
    }

    @Test
    void the_right_password_lets_in() {
        assertThat(attempt("Ada", RIGHT)).isEqualTo(new Answer.Welcome(ada.orElseThrow()));
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answer() {
        assertThat(attempt("ada", WRONG)).isEqualTo(new Answer.Wrong());
        assertThat(attempt("eve", RIGHT)).isEqualTo(new Answer.Wrong());
        assertThat(attempt("ada", new Password("x".repeat(100_000)))).isEqualTo(new Answer.Wrong());
    }

    @Test
    void five_wrong_passwords_lock_the_name_even_for_the_right_one_until_the_window_has_passed() {
        fail("ada", 5);
        var locked = new Answer.Locked(START.plus(WINDOW));
        assertThat(attempt("ada", RIGHT)).isEqualTo(locked);
        clock.advance(WINDOW.minusSeconds(1));
        assertThat(attempt("ada", RIGHT)).isEqualTo(locked);
        clock.advance(Duration.ofSeconds(1));
        assertThat(attempt("ada", RIGHT)).isEqualTo(new Answer.Welcome(ada.orElseThrow()));
    }

    @Test
    void an_unknown_name_locks_as_a_known_one_does() {
        fail("eve", 5);
        assertThat(attempt("eve", RIGHT)).isEqualTo(new Answer.Locked(START.plus(WINDOW)));
    }

    @Test
    void who_gets_in_starts_with_a_clean_slate() {
        fail("ada", 4);
        assertThat(attempt("ada", RIGHT)).isInstanceOf(Answer.Welcome.class);
        fail("ada", 4);
        assertThat(attempt("ada", RIGHT)).isInstanceOf(Answer.Welcome.class);
    }

    @Test
    void slow_guessing_is_locked_from_the_last_allowed_try_on() {
        fail("ada", 4);
        clock.advance(WINDOW.minusSeconds(10));
        fail("ada", 1);
        assertThat(attempt("ada", RIGHT))
                .isEqualTo(new Answer.Locked(clock.instant().plus(WINDOW)));
    }

    @Test
    void fifty_tries_lock_the_address_whatever_the_names() {
        for (var i = 0; i < 50; i++) {
            assertThat(attempt("name" + i, WRONG)).isEqualTo(new Answer.Wrong());
        }
        assertThat(attempt("ada", RIGHT)).isInstanceOf(Answer.Locked.class);
        assertThat(signIn.orElseThrow().attempt("ada", RIGHT, "198.51.100.7")).isInstanceOf(Answer.Welcome.class);
    }

    private void fail(String login, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(attempt(login, WRONG)).isEqualTo(new Answer.Wrong());
        }
    }

    private Answer attempt(String login, Password password) {
        return signIn.orElseThrow().attempt(login, password, "192.0.2.1");
    }
}

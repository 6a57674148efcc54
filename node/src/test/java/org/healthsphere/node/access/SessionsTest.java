package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final NodeId MEMBER = new NodeId("northfield");
    private static final User ADA = new User("user-1", "ada", "Ada Sample", Role.PATIENT, Optional.of("patient-1"));

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    private final Sessions sessions = new Sessions(MEMBER, new SecureRandom(), clock);

    @Test
    void a_session_knows_who_calls_and_what_for() {
        var opened = sessions.open(ADA);
        assertThat(opened.session().caller())
                .isEqualTo(new Caller(
                        new Requester(MEMBER, "patient-1", Role.PATIENT),
                        Set.of(PurposeOfUse.PATRQT),
                        Set.of(),
                        Optional.of("patient-1")));
        assertThat(sessions.find(opened.secret())).contains(opened.session());
    }

    @Test
    void its_secret_has_256_bits_and_is_printed_nowhere() {
        var opened = sessions.open(ADA);
        assertThat(Bytes.base64url(opened.secret()).length()).isEqualTo(32);
        assertThat(opened.toString())
                .doesNotContain(opened.secret())
                .doesNotContain(opened.session().csrf())
                .doesNotContain("Ada");
    }

    @Test
    void each_sign_in_has_secrets_of_its_own() {
        var one = sessions.open(ADA);
        var other = sessions.open(ADA);
        assertThat(one.secret()).isNotEqualTo(other.secret());
        assertThat(one.session().csrf()).isNotEqualTo(other.session().csrf());
    }

    @Test
    void a_session_ends_when_nothing_is_asked_for_too_long() {
        var secret = sessions.open(ADA).secret();
        clock.advance(Sessions.IDLE.minusSeconds(1));
        assertThat(sessions.find(secret)).isPresent();
        clock.advance(Sessions.IDLE.minusSeconds(1));
        assertThat(sessions.find(secret)).isPresent();
        clock.advance(Sessions.IDLE.plusSeconds(1));
        assertThat(sessions.find(secret)).isEmpty();
    }

    @Test
    void what_a_page_fetches_by_itself_keeps_nobody_signed_in() {
        var secret = sessions.open(ADA).secret();
        clock.advance(Sessions.IDLE.minusSeconds(10));
        assertThat(sessions.glance(secret)).isPresent();
        clock.advance(Duration.ofSeconds(11));
        assertThat(sessions.glance(secret)).isEmpty();
        assertThat(sessions.find(secret)).isEmpty();
    }

    @Test
    void a_session_ends_in_any_case_after_its_longest_time() {
        var secret = sessions.open(ADA).secret();
        for (var left = Sessions.LONGEST; left.isPositive(); left = left.minusMinutes(20)) {
            assertThat(sessions.find(secret)).isPresent();
            clock.advance(Duration.ofMinutes(20));
        }
        assertThat(sessions.find(secret)).isEmpty();
        assertThat(sessions.glance(secret)).isEmpty();
    }

    @Test
    void a_closed_or_invented_session_is_none() {
        var secret = sessions.open(ADA).secret();
        sessions.close(secret);
        assertThat(sessions.find(secret)).isEmpty();
        assertThat(sessions.find("invented")).isEmpty();
    }
}

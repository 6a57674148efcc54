package org.healthsphere.node.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.User;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class HandlesTest {
    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    private final Sessions sessions = new Sessions(new NodeId("northfield"), random, clock);
    private final Handles<String> handles = new Handles<>(Duration.ofMinutes(5), random, clock);
    private final Session mine = session();

    @Test
    void a_handle_stands_for_its_value_and_tells_nothing_of_it() {
        var handle = handles.give(mine, "patient-1");
        assertThat(handle).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(handles.give(mine, "patient-1"));
        assertThat(handles.find(mine, handle)).contains("patient-1");
        assertThat(handles.find(mine, handle)).contains("patient-1");
    }

    @Test
    void it_is_good_for_its_session_and_its_time_only() {
        var handle = handles.give(mine, "patient-1");
        assertThat(handles.find(session(), handle)).isEmpty();
        assertThat(handles.take(session(), handle)).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        assertThat(handles.find(mine, handle)).isEmpty();
    }

    @Test
    void it_can_be_taken_once() {
        var handle = handles.give(mine, "patient-1");
        assertThat(handles.take(mine, handle)).contains("patient-1");
        assertThat(handles.take(mine, handle)).isEmpty();
        assertThat(handles.find(mine, handle)).isEmpty();
    }

    private Session session() {
        return sessions.open(new User("user-1", "sam", "Sam Sample", Role.AUDITOR, Optional.empty()))
                .session();
    }
}

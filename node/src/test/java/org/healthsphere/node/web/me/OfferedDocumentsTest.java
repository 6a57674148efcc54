package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.User;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class OfferedDocumentsTest {
    private static final Bytes DOCUMENT = Bytes.utf8("a summary");

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    private final Sessions sessions = new Sessions(new NodeId("northfield"), random, clock);
    private final OfferedDocuments offered = new OfferedDocuments(random, clock);
    private final Session mine = session();

    private Session session() {
        return sessions.open(new User("user-1", "sam", "Sam Sample", Role.AUDITOR, Optional.empty()))
                .session();
    }

    @Test
    void a_document_is_taken_once_by_who_looked_at_it_and_in_time() {
        var handle = offered.give(mine, DOCUMENT);
        assertThat(offered.take(session(), handle)).isEmpty();
        assertThat(offered.take(mine, "guess")).isEmpty();
        assertThat(offered.take(mine, handle)).contains(DOCUMENT);
        assertThat(offered.take(mine, handle)).isEmpty();
        var late = offered.give(mine, DOCUMENT);
        clock.advance(Duration.ofMinutes(30));
        assertThat(offered.take(mine, late)).isEmpty();
    }

    @Test
    void who_looks_at_another_one_gives_up_the_first() {
        var first = offered.give(mine, DOCUMENT);
        var second = offered.give(mine, Bytes.utf8("a letter"));
        assertThat(offered.take(mine, first)).isEmpty();
        assertThat(offered.take(mine, second)).contains(Bytes.utf8("a letter"));
    }

    @Test
    void of_many_the_oldest_gives_way_and_the_newest_is_always_kept() {
        var handle = offered.give(mine, DOCUMENT);
        for (var i = 0; i < OfferedDocuments.MOST; i++) {
            var other = session();
            assertThat(offered.take(other, offered.give(other, DOCUMENT))).isPresent();
            var _ = offered.give(other, DOCUMENT);
        }
        assertThat(offered.take(mine, handle)).isEmpty();
    }
}

package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.audit.AuditSamples.read;
import static org.healthsphere.node.audit.AuditSamples.signedIn;

import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.junit.jupiter.api.Test;

/** What every audit log owes. */
interface AuditLogContract {
    AuditLog log();

    @Test
    default void entries_are_numbered_dated_and_bound_to_the_one_before() {
        assertThat(log().head()).isEqualTo(AuditHead.START);
        var first = log().append(read("p-1", "c-1")).orElseThrow();
        var second = log().append(signedIn("c-2")).orElseThrow();
        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previous()).isEqualTo(AuditHead.START.hash());
        assertThat(first.time()).isEqualTo(AuditSamples.CLOCK.instant());
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(log().head()).isEqualTo(second.head());
    }

    @Test
    default void what_was_appended_is_what_is_found() {
        var denied = read("p-1", "c-1").with(Result.DENIED);
        var entry = log().append(denied).orElseThrow();
        assertThat(entry.event()).isEqualTo(denied);
        assertThat(log().newest(10)).containsExactly(entry);
    }

    @Test
    default void the_newest_entries_come_first_and_no_more_than_asked_for() {
        var first = log().append(read("p-1", "c-1")).orElseThrow();
        var second = log().append(read("p-2", "c-1")).orElseThrow();
        var third = log().append(read("p-1", "c-2")).orElseThrow();
        var fourth = log().append(signedIn("c-2")).orElseThrow();
        assertThat(log().ofPatient("p-1", 10)).containsExactly(third, first);
        assertThat(log().ofPatient("p-1", 1)).containsExactly(third);
        assertThat(log().ofPatient("p-3", 10)).isEmpty();
        assertThat(log().ofCorrelation("c-2", 10)).containsExactly(fourth, third);
        assertThat(log().newest(3)).containsExactly(fourth, third, second);
    }

    @Test
    default void several_at_once_stand_in_their_order() {
        var entries = log().append(List.of(read("p-1", "c-1"), signedIn("c-1"), read("p-2", "c-1")))
                .orElseThrow();
        assertThat(entries).extracting(AuditEntry::sequence).containsExactly(1L, 2L, 3L);
        assertThat(log().newest(10)).isEqualTo(entries.reversed());
        assertThat(log().ofPatient("p-2", 10)).containsExactly(entries.getLast());
    }

    @Test
    default void the_same_events_make_the_same_chain_wherever_it_is_kept() {
        for (var event : List.of(read("p-1", "c-1"), signedIn("c-2"))) {
            assertThat(log().append(event)).isNotNull();
        }
        var reference = new InMemoryAuditLog(AuditSamples.CLOCK);
        assertThat(reference.append(read("p-1", "c-1"))).isNotNull();
        assertThat(reference.append(signedIn("c-2"))).isNotNull();
        assertThat(log().head()).isEqualTo(reference.head());
    }

    @Test
    default void many_at_once_make_one_chain() {
        IntStream.range(0, 400)
                .parallel()
                .forEach(i ->
                        assertThat(log().append(read("p-" + i % 5, "c-" + i))).isNotNull());
        var entries = log().newest(1000).reversed();
        var head = AuditHead.START;
        for (var entry : entries) {
            assertThat(entry)
                    .isEqualTo(
                            AuditLines.chain(head, entry.event(), entry.time()).entry());
            head = entry.head();
        }
        assertThat(entries).hasSize(400);
        assertThat(log().head()).isEqualTo(head);
    }
}

package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class EvaluationBookTest {
    private static final Sha256 STUDY = Sha256.of("a study");
    private static final NodeId NORTH = new NodeId("north");

    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.EPOCH);

    @Test
    void a_member_is_helped_up_to_the_limit_in_each_study() {
        var book = new EvaluationBook(store, 1_000);
        assertThat(book.take(STUDY, NORTH, 600)).isEqualTo(Outcome.of(600L));
        assertThat(book.take(STUDY, NORTH, 401)).isEqualTo(Outcome.failed(new Fault.TooMany("tokens of one study")));
        assertThat(book.take(STUDY, NORTH, 400)).isEqualTo(Outcome.of(1_000L));
        assertThat(book.take(STUDY, new NodeId("south"), 1_000)).isEqualTo(Outcome.of(1_000L));
        assertThat(book.take(Sha256.of("another"), NORTH, 1_000)).isEqualTo(Outcome.of(1_000L));
    }

    @Test
    void a_restart_is_no_new_beginning() {
        assertThat(new EvaluationBook(store, 10).take(STUDY, NORTH, 10)).isEqualTo(Outcome.of(10L));
        assertThat(new EvaluationBook(store, 10).take(STUDY, NORTH, 1)).isInstanceOf(Outcome.Failure.class);
    }
}

package org.healthsphere.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.node.cluster.Ballots.Run;
import org.healthsphere.node.cluster.Ballots.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BallotFileTest {
    @TempDir
    private Path folder;

    @Test
    void who_never_voted_knows_nothing() {
        assertThat(new BallotFile(folder.resolve("process-1")).load()).isEqualTo(State.NEW);
    }

    @Test
    void what_was_saved_is_there_after_a_restart() {
        var state = new State(9, 3, true, List.of(new Run(1, 1), new Run(9, 40)));
        var file = folder.resolve("cluster").resolve("process-1");
        new BallotFile(file).save(State.NEW.in(4));
        new BallotFile(file).save(state);
        assertThat(new BallotFile(file).load()).isEqualTo(state);
    }

    @Test
    void a_file_of_something_else_is_not_taken_for_nothing() throws Exception {
        var file = Files.writeString(folder.resolve("process-1"), "something else altogether");
        assertThatThrownBy(() -> new BallotFile(file).load()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void each_commit_is_of_the_term_of_its_run() {
        var state = State.NEW.beginning(2, 10).beginning(5, 20);
        assertThat(state.termOf(9)).isZero();
        assertThat(state.termOf(10)).isEqualTo(2);
        assertThat(state.termOf(19)).isEqualTo(2);
        assertThat(state.termOf(400)).isEqualTo(5);
        assertThat(state.beginOf(19)).isEqualTo(10);
        assertThat(state.cut(20).termOf(400)).isEqualTo(2);
        assertThat(state.beginning(6, 10).runs()).containsExactly(new Run(6, 10));
    }
}

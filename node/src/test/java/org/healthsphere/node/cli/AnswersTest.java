package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new Fault.NotFound("node"), "not found: node"),
                Arguments.of(new Fault.Gone("it"), "deleted: it"),
                Arguments.of(new Fault.Unauthenticated("who are you"), "who are you"),
                Arguments.of(new Fault.Forbidden("not for you"), "not for you"),
                Arguments.of(new Fault.Invalid(List.of(new Problem("a", "x"), new Problem("", "y"))), "a: x\ny"),
                Arguments.of(new Fault.Unprocessable(List.of(new Problem("a", "x"))), "a: x"),
                Arguments.of(new Fault.Conflict("taken"), "taken"),
                Arguments.of(new Fault.VersionMismatch("old"), "old"),
                Arguments.of(new Fault.TooMany("tries"), "too many: tries"),
                Arguments.of(new Fault.TooCostly("budget"), "too costly: budget"),
                Arguments.of(new Fault.Timeout("ledger"), "not in time: ledger"),
                Arguments.of(new Fault.Unavailable("ledger"), "unavailable: ledger"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void every_fault_has_words(Fault fault, String words) {
        assertThat(Answers.words(fault)).isEqualTo(words);
    }

    @Test
    void there_are_words_for_all_of_them() {
        assertThat(faults().map(arguments ->
                        Objects.requireNonNull(arguments.get()[0]).getClass().getSimpleName()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Fault.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/x"), "there is no file /x"),
                Arguments.of(new AccessDeniedException("/x"), "this user may not read or write /x"),
                Arguments.of(new FileAlreadyExistsException("/x"), "there is a file already: /x"),
                Arguments.of(new UncheckedIOException(new NoSuchFileException("/x")), "there is no file /x"),
                Arguments.of(new IOException("the disk is full"), "the disk is full"),
                Arguments.of(new IllegalStateException(), "it does not say why"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_of_the_machine_has_words(Exception failure, String words) {
        assertThat(Answers.words(failure)).isEqualTo(words);
    }

    @Test
    void success_is_said_where_people_read_and_failure_where_errors_go() {
        var out = new StringWriter();
        var err = new StringWriter();
        assertThat(Answers.of(Outcome.of(7), new PrintWriter(out), new PrintWriter(err), value -> "seven: " + value))
                .isZero();
        assertThat(Answers.of(
                        Outcome.<Integer>failed(new Fault.Conflict("taken")),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        value -> "seven: " + value))
                .isEqualTo(1);
        assertThat(out).hasToString("seven: 7\n");
        assertThat(err).hasToString("taken\n");
    }
}

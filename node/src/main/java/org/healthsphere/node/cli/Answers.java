package org.healthsphere.node.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What a command says, and its exit code. */
final class Answers {
    private Answers() {}

    static <T> int of(Outcome<T> outcome, PrintWriter out, PrintWriter err, Function<T, String> sentence) {
        return switch (outcome) {
            case Outcome.Success<T>(var value) -> {
                out.println(sentence.apply(value));
                out.flush();
                yield 0;
            }
            case Outcome.Failure<T>(var fault) -> {
                err.println(words(fault));
                err.flush();
                yield 1;
            }
        };
    }

    static String words(Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> lines(problems);
            case Fault.Unprocessable(var problems) -> lines(problems);
            default -> fault.toString();
        };
    }

    private static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}

package org.healthsphere.node.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Faults;
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

    /** One problem on a line; the other faults in a sentence. */
    static String words(Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> lines(problems);
            case Fault.Unprocessable(var problems) -> lines(problems);
            default -> Faults.text(fault);
        };
    }

    private static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** A failure of the machine: what kind it is and about which file, never only a path or nothing at all. */
    static String words(Exception failure) {
        var said = Optional.ofNullable(failure.getMessage()).orElse("it does not say why");
        return switch (failure) {
            case UncheckedIOException io when io.getCause() != null -> words(io.getCause());
            case NoSuchFileException _ -> "there is no file " + said;
            case AccessDeniedException _ -> "this user may not read or write " + said;
            case FileAlreadyExistsException _ -> "there is a file already: " + said;
            default -> said;
        };
    }
}

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
    /** It was done, but something could not be taken in and waits. */
    static final int SET_ASIDE = 4;

    private Answers() {}

    static <T> int of(Outcome<T> outcome, PrintWriter out, PrintWriter err, Function<T, String> sentence) {
        return of(outcome, out, err, sentence, _ -> Optional.empty());
    }

    /** @param aside what was set aside, and where to look at it; empty: nothing was */
    static <T> int of(
            Outcome<T> outcome,
            PrintWriter out,
            PrintWriter err,
            Function<T, String> sentence,
            Function<T, Optional<String>> aside) {
        return switch (outcome) {
            case Outcome.Success<T>(var value) -> {
                out.println(sentence.apply(value));
                out.flush();
                var waits = aside.apply(value);
                waits.ifPresent(err::println);
                err.flush();
                yield waits.isPresent() ? SET_ASIDE : 0;
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

package org.healthsphere.node.fhir;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.store.index.DateRange;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Reads the parameters of an operation, and gathers what is wrong with them. */
final class Wishes {
    private static final int MOST = 1_000;

    /** These say how to write the answer. */
    private static final Set<String> WIRE = Set.of("_format", "_pretty", "_elements", "_summary", SearchRequest.PAGE);

    private final Parameters asked;
    private final List<Problem> problems = new ArrayList<>();

    Wishes(Parameters asked) {
        this.asked = asked;
    }

    /** What is not among these is refused, or left out when that is preferred. */
    @CanIgnoreReturnValue
    Wishes only(Set<String> known, Asking asking) {
        asked.all().stream()
                .map(Parameter::name)
                .filter(name -> !asking.lenient() && !known.contains(name) && !WIRE.contains(name))
                .distinct()
                .forEach(name -> problem(name, "is no parameter of this operation here"));
        return this;
    }

    void problem(String at, String what) {
        problems.add(new Problem(at, what));
    }

    /** Of all of this name, the values between commas. */
    List<String> each(String name) {
        return asked.all().stream()
                .filter(p -> p.name().equals(name))
                .flatMap(p -> Arrays.stream(p.value().split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    Optional<String> one(String name) {
        return asked.last(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** How many, from 1 on. */
    int count(String name, int usual) {
        var text = asked.last(name);
        if (text.isPresent() && !text.get().matches("[1-9]\\d{0,8}")) {
            problem(name, "is a number from 1 on");
        }
        return text.filter(t -> t.matches("[1-9]\\d{0,8}"))
                .map(t -> Math.min(MOST, Integer.parseInt(t)))
                .orElse(usual);
    }

    boolean flag(String name) {
        var text = asked.last(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problem(name, "is true or false");
        }
        return text.equals("true");
    }

    Optional<Instant> instant(String name) {
        try {
            return one(name)
                    .map(text -> OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeParseException e) {
            problem(name, "is an instant, for instance 2026-03-01T12:00:00Z");
            return Optional.empty();
        }
    }

    /** A date as it was written; empty when there is none. */
    String date(String name) {
        var text = one(name).map(t -> t.replace(' ', '+')).orElse("");
        if (!text.isEmpty() && DateRange.parse(text).isEmpty()) {
            problem(name, "is no date: use a form like 2026-03-01 or 2026-03");
        }
        return text;
    }

    Part part() {
        return switch (Part.of(asked.last("_summary"), asked.last("_elements"))) {
            case Outcome.Success<Part>(var part) -> part;
            case Outcome.Failure<Part>(var fault) -> {
                problems.addAll(fault instanceof Fault.Invalid(var found) ? found : List.of());
                yield Part.WHOLE;
            }
        };
    }

    /** What was read, when all of it is understood. */
    <T> Outcome<T> read(Supplier<T> wish) {
        return problems.isEmpty() ? Outcome.of(wish.get()) : Outcome.failed(new Fault.Invalid(problems));
    }
}

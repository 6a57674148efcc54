package org.healthsphere.node.fhir.bulk;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What the parameters of a kick-off ask for (Bulk Data Access 2.0, "Query Parameters"). A parameter that comes several times is
 * read as if its values stood in one, with commas.
 *
 * @param types those that are named; empty: all
 * @param filters by type, what a resource of it must meet
 */
record Wanted(Optional<Instant> since, Set<String> types, Map<String, List<Criterion>> filters, Part part) {
    private static final Set<String> KNOWN =
            Set.of("_outputFormat", "_since", "_type", "_typeFilter", "_elements", "_format", "_pretty");
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

    static Outcome<Wanted> of(Collection<String> offered, String query, boolean lenient) {
        return Parameters.of(query).then(asked -> new Reading(asked).read(offered, lenient));
    }

    /** Goes over the parameters once and gathers what is wrong with them. */
    private static final class Reading {
        private final Parameters asked;
        private final List<Problem> problems = new ArrayList<>();

        Reading(Parameters asked) {
            this.asked = asked;
        }

        Outcome<Wanted> read(Collection<String> offered, boolean lenient) {
            asked.all().stream()
                    .map(Parameter::name)
                    .filter(name -> !lenient && !KNOWN.contains(name))
                    .forEach(name -> problem(name, "is no parameter of an export here"));
            all("_outputFormat")
                    // A plus in a URL that was not encoded arrives as a space.
                    .filter(format -> !FORMATS.contains(format.replace(' ', '+')))
                    .forEach(_ -> problem("_outputFormat", "is application/fhir+ndjson here"));
            var since = asked.last("_since").flatMap(this::instant);
            var types = new LinkedHashSet<>(split("_type").toList());
            types.stream()
                    .filter(type -> !offered.contains(type))
                    .forEach(_ -> problem("_type", "names a type that is not exported here"));
            var filters = filters(types.isEmpty() ? offered : types);
            var part = part();
            return problems.isEmpty()
                    ? Outcome.of(new Wanted(since, new TreeSet<>(types), filters, part))
                    : Outcome.failed(new Fault.Invalid(problems));
        }

        private Stream<String> all(String name) {
            return asked.all().stream().filter(p -> p.name().equals(name)).map(Parameter::value);
        }

        private Stream<String> split(String name) {
            return all(name)
                    .flatMap(value -> Arrays.stream(value.split(",", -1)))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }

        private void problem(String at, String what) {
            problems.add(new Problem(at, what));
        }

        private Optional<Instant> instant(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
            } catch (DateTimeParseException e) {
                problem("_since", "is an instant, for instance 2026-03-01T12:00:00Z");
                return Optional.empty();
            }
        }

        private Part part() {
            var elements = split("_elements").toList();
            return elements.isEmpty()
                    ? Part.WHOLE
                    : Part.of(Optional.empty(), Optional.of(String.join(",", elements)))
                            .orElseThrow();
        }

        /** {@code Type?parameters}; a comma before the name of a type begins the next one. */
        private Map<String, List<Criterion>> filters(Collection<String> types) {
            Map<String, List<Criterion>> filters = new TreeMap<>();
            all("_typeFilter")
                    .flatMap(value -> Arrays.stream(value.split(",(?=[A-Z][A-Za-z]*\\?)", -1)))
                    .forEach(filter -> {
                        var question = Math.max(0, filter.indexOf('?'));
                        var type = filter.substring(0, question);
                        if (!types.contains(type)) {
                            problem("_typeFilter", "is Type?parameters, of a type that is exported");
                        } else if (filters.putIfAbsent(type, criteria(type, filter.substring(question + 1))) != null) {
                            problem(
                                    "_typeFilter",
                                    "has more than one filter for " + type + ", which is not offered here");
                        }
                    });
            return filters;
        }

        private List<Criterion> criteria(String type, String query) {
            return switch (Parameters.of(query).then(p -> Interactions.criteria(type, p))) {
                case Outcome.Success<List<Criterion>>(var criteria) -> criteria;
                case Outcome.Failure<List<Criterion>>(Fault.Invalid(var found)) -> {
                    found.forEach(p -> problem("_typeFilter", p.toString()));
                    yield List.of();
                }
                case Outcome.Failure<List<Criterion>> _ -> {
                    problem("_typeFilter", "is not understood");
                    yield List.of();
                }
            };
        }
    }
}

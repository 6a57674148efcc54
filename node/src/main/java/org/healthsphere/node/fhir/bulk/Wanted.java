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
import java.util.regex.Pattern;
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
 * @param filters by type: a resource of it must meet one of these
 * @param patients the references of those whose records are wanted, in their order; empty: all
 */
record Wanted(
        Optional<Instant> since,
        Set<String> types,
        Map<String, List<List<Criterion>>> filters,
        Optional<List<String>> patients,
        Part part) {
    private static final String PATIENT = "patient";
    private static final Pattern REFERENCE = Pattern.compile("(Patient/)?[A-Za-z0-9\\-.]{1,64}");
    private static final Pattern ELEMENT = Pattern.compile("([A-Z][A-Za-z]*\\.)?[a-z][A-Za-z0-9]*");
    private static final Set<String> KNOWN =
            Set.of("_outputFormat", "_since", "_type", "_typeFilter", "_elements", "_format", "_pretty");
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

    static Outcome<Wanted> of(Collection<String> offered, Order order) {
        return order.ofUrl()
                .then(ofUrl -> order.ofBody()
                        .then(ofBody -> new Reading(order.extent(), ofUrl, ofBody).read(offered, order.lenient())));
    }

    /** What a resource of a type must meet one of; one without criteria when there is no filter. */
    List<List<Criterion>> filtersOf(String type) {
        return filters.getOrDefault(type, List.of(List.of()));
    }

    /** Goes over the parameters once and gathers what is wrong with them. */
    private static final class Reading {
        private final Extent extent;
        private final Parameters ofUrl;
        private final Parameters ofBody;
        private final List<Problem> problems = new ArrayList<>();

        Reading(Extent extent, Parameters ofUrl, Parameters ofBody) {
            this.extent = extent;
            this.ofUrl = ofUrl;
            this.ofBody = ofBody;
        }

        Outcome<Wanted> read(Collection<String> offered, boolean lenient) {
            if (!lenient) {
                unknown(ofUrl, Set.of());
                unknown(ofBody, extent instanceof Extent.Everything ? Set.of() : Set.of(PATIENT));
            }
            all("_outputFormat")
                    // A plus in a URL that was not encoded arrives as a space.
                    .filter(format -> !FORMATS.contains(format.replace(' ', '+')))
                    .forEach(_ -> problem("_outputFormat", "is application/fhir+ndjson here"));
            var since = all("_since").reduce((_, last) -> last).flatMap(this::instant);
            var types = new LinkedHashSet<>(split("_type").toList());
            types.stream()
                    .filter(type -> !offered.contains(type))
                    .forEach(_ -> problem("_type", "names a type that is not exported here"));
            var filters = filters(types.isEmpty() ? offered : types);
            var patients = patients();
            var part = part();
            return problems.isEmpty()
                    ? Outcome.of(new Wanted(since, new TreeSet<>(types), filters, patients, part))
                    : Outcome.failed(new Fault.Invalid(problems));
        }

        private void unknown(Parameters asked, Set<String> more) {
            asked.all().stream()
                    .map(Parameter::name)
                    .filter(name -> !KNOWN.contains(name) && !more.contains(name))
                    .forEach(name -> problem(name, "is no parameter of this export"));
        }

        private Stream<String> all(String name) {
            return Stream.of(ofUrl, ofBody).flatMap(p -> named(p, name));
        }

        private static Stream<String> named(Parameters parameters, String name) {
            return parameters.all().stream().filter(p -> p.name().equals(name)).map(Parameter::value);
        }

        /** Only in a body, and not for everything: elsewhere it means nothing (Bulk Data Access 2.0). */
        private Optional<List<String>> patients() {
            var references = extent instanceof Extent.Everything
                    ? List.<String>of()
                    : named(ofBody, PATIENT)
                            .flatMap(value -> Arrays.stream(value.split(",", -1)))
                            .map(String::strip)
                            .toList();
            references.stream()
                    .filter(reference -> !REFERENCE.matcher(reference).matches())
                    .forEach(_ -> problem(PATIENT, "is a reference to a Patient of this server"));
            return references.isEmpty()
                    ? Optional.empty()
                    : Optional.of(references.stream()
                            .map(reference -> reference.startsWith("Patient/") ? reference : "Patient/" + reference)
                            .distinct()
                            .sorted()
                            .toList());
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
            elements.stream()
                    .filter(element -> !ELEMENT.matcher(element).matches())
                    .forEach(_ -> problem("_elements", "names elements at the top: Type.element, or element"));
            return elements.isEmpty()
                    ? Part.WHOLE
                    : Part.of(Optional.empty(), Optional.of(String.join(",", elements)))
                            .orElseThrow();
        }

        /** {@code Type?parameters}; a comma before the name of a type begins the next one. */
        private Map<String, List<List<Criterion>>> filters(Collection<String> types) {
            Map<String, List<List<Criterion>>> filters = new TreeMap<>();
            all("_typeFilter")
                    .flatMap(value -> Arrays.stream(value.split(",(?=[A-Z][A-Za-z]*\\?)", -1)))
                    .forEach(filter -> {
                        var question = Math.max(0, filter.indexOf('?'));
                        var type = filter.substring(0, question);
                        if (!types.contains(type)) {
                            problem("_typeFilter", "is Type?parameters, of a type that is exported");
                        } else {
                            filters.computeIfAbsent(type, _ -> new ArrayList<>())
                                    .add(criteria(type, filter.substring(question + 1)));
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

package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * A search as it was asked over the wire (FHIR R4, search): what is not understood is refused, or left out and named.
 *
 * @param used what is honoured, as the self link tells it
 * @param ignored the names of what was left out
 * @param includes what is to come with the matches
 * @param part of each match that is wanted
 * @param total whether the number of matches is wanted
 */
record SearchRequest(
        Query query, Parameters used, List<String> ignored, List<Include> includes, Part part, boolean total) {
    static final String PAGE = "_page";

    static final String COMPARTMENT = "_compartment";

    /** When somebody was cared for: from, until; either may be empty. */
    static final String CARE = "_care";

    /** With these the node asks its own index; they are no search parameters. */
    private static final Set<String> OWN = Set.of(COMPARTMENT, CARE);

    private static final int USUAL_COUNT = 20;
    private static final int MOST = 1_000;

    /** These say how to write the answer, not what is in it. */
    private static final Set<String> WIRE =
            Set.of("_format", "_pretty", "_summary", "_elements", "_count", "_sort", PAGE);

    /** These say what is in the answer besides the matches. */
    private static final Set<String> ABOUT = Set.of("_total", "_include", "_revinclude");

    static Outcome<SearchRequest> of(String type, Parameters asked, Manner manner) {
        var problems = new ArrayList<Problem>();
        var criteria = new ArrayList<Criterion>();
        var used = new ArrayList<Parameter>();
        var includes = new ArrayList<Include>();
        for (var p : asked.all()) {
            if (!WIRE.contains(p.name()) && !ABOUT.contains(plain(p.name())) && !manner.takes(type, plain(p.name()))) {
                continue;
            }
            used.add(p);
            switch (OWN.contains(plain(p.name())) ? COMPARTMENT : p.name()) {
                case "_include", "_revinclude", "_include:iterate", "_revinclude:iterate" ->
                    include(p, includes, problems);
                case "_total" -> allowed(p, Set.of("none", "estimate", "accurate"), problems);
                case COMPARTMENT -> problems.add(new Problem(p.name(), "is no search parameter"));
                default -> {
                    if (!WIRE.contains(p.name())) {
                        criteria.add(Criterion.of(p.name(), values(p.value())));
                    }
                }
            }
        }
        var count = count(asked, problems);
        var query = new Query(type, criteria, sorts(asked), count, asked.last(PAGE));
        var ignored = asked.all().stream()
                .filter(p -> !used.contains(p))
                .map(Parameter::name)
                .distinct()
                .toList();
        var part = part(asked, problems);
        var total = !asked.last("_total").equals(Optional.of("none"));
        return problems.isEmpty()
                ? Outcome.of(new SearchRequest(query, new Parameters(used), ignored, includes, part, total))
                : Outcome.failed(new Fault.Invalid(problems));
    }

    /** The same, of what belongs to a resource only (FHIR R4, compartmentdefinition). */
    SearchRequest within(ResourceId compartment) {
        var criteria = new ArrayList<>(query.criteria());
        criteria.add(new Criterion(COMPARTMENT, compartment.type(), List.of(compartment.id())));
        var narrowed = new Query(query.type(), criteria, query.sort(), query.count(), query.after());
        return new SearchRequest(narrowed, used, ignored, includes, part, total);
    }

    private static void include(Parameter p, List<Include> includes, List<Problem> problems) {
        Include.of(p.name().startsWith("_rev"), p.value(), p.name().endsWith(":iterate"))
                .ifPresentOrElse(
                        includes::add,
                        () -> problems.add(new Problem(p.name(), "is Type:parameter or Type:parameter:Target")));
    }

    private static Part part(Parameters asked, List<Problem> problems) {
        return switch (Part.of(asked.last("_summary").filter(s -> !s.equals("count")), asked.last("_elements"))) {
            case Outcome.Success<Part>(var part) -> part;
            case Outcome.Failure<Part>(Fault.Invalid(var found)) -> {
                problems.addAll(found);
                yield Part.WHOLE;
            }
            case Outcome.Failure<Part> _ -> throw new IllegalStateException("a part is known or it is not");
        };
    }

    /** The name of a parameter without modifier and chain. */
    private static String plain(String name) {
        return name.split("[:.]", 2)[0];
    }

    private static void allowed(Parameter p, Set<String> values, List<Problem> problems) {
        if (!values.contains(p.value())) {
            problems.add(new Problem(
                    p.name(), "is one of " + values.stream().sorted().toList() + " here"));
        }
    }

    /** How many on a page; 0 when only the total is asked for. */
    private static int count(Parameters asked, List<Problem> problems) {
        if (asked.last("_summary").equals(Optional.of("count"))) {
            return 0;
        }
        var text = asked.last("_count").orElse(Integer.toString(USUAL_COUNT));
        if (!text.matches("\\d{1,9}")) {
            problems.add(new Problem("_count", "is not a number"));
            return 0;
        }
        return Math.min(MOST, Integer.parseInt(text));
    }

    private static List<Sort> sorts(Parameters asked) {
        return asked.last("_sort").stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith("-") ? new Sort(name.substring(1), true) : new Sort(name, false))
                .toList();
    }

    /** Between commas; a backslash takes the meaning from a comma, a bar, a dollar or itself. */
    static List<String> values(String text) {
        var values = new ArrayList<String>();
        var current = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && ",|$\\".indexOf(text.charAt(i + 1)) >= 0) {
                current.append(text.charAt(++i));
            } else if (c == ',') {
                values.add(current.toString());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        values.add(current.toString());
        return values;
    }
}

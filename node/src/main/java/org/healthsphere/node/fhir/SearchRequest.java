package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A search as it was asked over the wire (FHIR R4, search): what is not understood is refused, never left out. */
record SearchRequest(Query query, Parameters asked) {
    static final String PAGE = "_page";

    private static final int USUAL_COUNT = 20;
    private static final int MOST = 1_000;

    /** These say how to write the answer, not what is in it. */
    private static final Set<String> WIRE = Set.of("_format", "_pretty");

    static Outcome<SearchRequest> of(String type, Parameters asked) {
        var problems = new ArrayList<Problem>();
        var criteria = new ArrayList<Criterion>();
        for (var p : asked.all()) {
            switch (p.name()) {
                case "_count", "_sort", PAGE -> {}
                case "_summary" -> allowed(p, Set.of("count", "false"), problems);
                case "_total" -> allowed(p, Set.of("none", "estimate", "accurate"), problems);
                case "_compartment" -> problems.add(new Problem(p.name(), "is no search parameter"));
                default -> {
                    if (!WIRE.contains(p.name())) {
                        criteria.add(Criterion.of(p.name(), values(p.value())));
                    }
                }
            }
        }
        var count = count(asked, problems);
        var query = new Query(type, criteria, sorts(asked), count, asked.last(PAGE));
        return problems.isEmpty()
                ? Outcome.of(new SearchRequest(query, asked))
                : Outcome.failed(new Fault.Invalid(problems));
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

package org.healthsphere.node.store.index;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongRange;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Operations;
import org.healthsphere.node.store.ResourceId;

/** Turns one value of one search parameter into a query, by the rules of FHIR R4 (search, 3.1.1.4). */
final class Values {
    private Values() {}

    static Query query(SearchParameter p, String modifier, String value) {
        return switch (p.kind()) {
            case TOKEN -> token(p, value);
            case STRING -> string(p, modifier, value);
            case DATE -> date(p, value);
            case REFERENCE -> reference(p, value);
            case URI -> term(Terms.uri(p, value));
            case NUMBER -> number(p, value);
            case QUANTITY -> quantity(p, value);
            case SPECIAL -> near(p, value);
            case COMPOSITE -> throw new IllegalStateException("a composite is asked by its components");
        };
    }

    static Query term(String text) {
        return new TermQuery(Terms.term(text));
    }

    static Query anyOf(Stream<Query> queries) {
        var any = queries.distinct().toList();
        if (any.size() == 1) {
            return any.getFirst();
        }
        var all = new BooleanQuery.Builder();
        any.forEach(q -> all.add(q, Occur.SHOULD));
        return all.build();
    }

    private static Query token(SearchParameter p, String value) {
        var bar = value.indexOf('|');
        if (bar < 0) {
            return term(Terms.code(p, value));
        }
        var system = value.substring(0, bar);
        var code = value.substring(bar + 1);
        if (code.isEmpty()) {
            return term(Terms.system(p, system));
        }
        return p.impliesSystem() && !system.isEmpty()
                ? anyOf(Stream.of(term(Terms.coding(p, system, code)), term(Terms.implied(p, code))))
                : term(Terms.coding(p, system, code));
    }

    private static Query string(SearchParameter p, String modifier, String value) {
        return switch (modifier) {
            case "exact" -> term(Terms.exact(p, value));
            case "contains" -> contains(p, value);
            default -> new PrefixQuery(Terms.term(Terms.text(p, value)));
        };
    }

    private static Query contains(SearchParameter p, String value) {
        var prefix = Terms.text(p, "");
        var pattern = Operations.concatenate(List.of(
                Automata.makeString(prefix),
                Automata.makeAnyString(),
                Automata.makeString(Terms.normal(value)),
                Automata.makeAnyString()));
        return new AutomatonQuery(Terms.term(prefix), pattern);
    }

    private static Query reference(SearchParameter p, String value) {
        if (ResourceId.isId(value)) {
            return p.targets().size() == 1
                    ? term(Terms.reference(p, p.targets().iterator().next() + "/" + value))
                    : term(Terms.referenceId(p, value));
        }
        return term(Terms.reference(p, References.current(value)));
    }

    private static Query date(SearchParameter p, String value) {
        var field = Terms.points(p);
        return anyOf(Spans.times(p, value).stream().map(span -> {
            var low = new long[] {span.low()};
            var high = new long[] {span.high()};
            return span.whole()
                    ? LongRange.newWithinQuery(field, low, high)
                    : LongRange.newIntersectsQuery(field, low, high);
        }));
    }

    private static Query quantity(SearchParameter p, String value) {
        return Measures.Asked.of(p, value)
                .map(asked -> Measures.query(p, asked))
                .orElseGet(() -> number(p, value));
    }

    private static Query number(SearchParameter p, String value) {
        return anyOf(Spans.numbers(p, value, UnaryOperator.identity()).stream()
                .map(span -> DoublePoint.newRangeQuery(Terms.points(p), span.low(), span.high())));
    }

    /** {@code lat|lon|distance|unit}; ten kilometres where no distance is given. */
    private static Query near(SearchParameter p, String value) {
        var parts = value.split("\\|", -1);
        try {
            if (parts.length < 2 || parts.length > 4) {
                throw new Refused(p.name(), "is latitude|longitude|distance|unit");
            }
            var distance = parts.length > 2 ? Double.parseDouble(parts[2]) : 10;
            return LatLonPoint.newDistanceQuery(
                    Terms.points(p),
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    distance * metres(p, parts.length > 3 ? parts[3] : "km"));
        } catch (IllegalArgumentException e) {
            throw new Refused(p.name(), "is latitude|longitude|distance|unit");
        }
    }

    private static double metres(SearchParameter p, String unit) {
        return switch (unit) {
            case "km" -> 1_000;
            case "m" -> 1;
            case "[mi_us]", "[mi_i]" -> 1_609.344;
            default -> throw new Refused(p.name(), "has a unit that is none of km, m, [mi_us]");
        };
    }

    /** The words beside a code begin like this. */
    static Query words(SearchParameter p, String value) {
        return new PrefixQuery(Terms.term(Terms.words(p, value)));
    }

    /** {@code system|code|value} of an identifier. */
    static Query ofType(SearchParameter p, String value) {
        var parts = value.split("\\|", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new Refused(p.name() + ":of-type", "is system|code|value");
        }
        return term(Terms.typed(p, parts[0], parts[1], parts[2]));
    }

    /** {@code system|value}, {@code value} or {@code system|} of the identifier in a reference. */
    static Query identified(SearchParameter p, String value) {
        var bar = value.indexOf('|');
        if (bar < 0) {
            return term(Terms.identifiedValue(p, value));
        }
        return bar == value.length() - 1
                ? term(Terms.identifiedSystem(p, value.substring(0, bar)))
                : term(Terms.identified(p, value.substring(0, bar), value.substring(bar + 1)));
    }

    /** The URI, and what lies below it. */
    static Query uriBelow(SearchParameter p, String value) {
        var own = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        return anyOf(Stream.of(term(Terms.uri(p, own)), new PrefixQuery(Terms.term(Terms.uri(p, own + "/")))));
    }

    /** The URI, and what it lies below. */
    static Query uriAbove(SearchParameter p, String value) {
        return anyOf(IntStream.rangeClosed(0, value.length())
                .filter(i -> i == value.length() || value.charAt(i) == '/')
                .mapToObj(i -> term(Terms.uri(p, value.substring(0, i)))));
    }
}

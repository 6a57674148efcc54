package org.healthsphere.node.store.index;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.DoublePoint;
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
    private static final Set<String> PREFIXES = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");
    private static final String HALF = "0.5";

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
        var prefix = prefix(value);
        var range = DateRange.parse(value.substring(prefix.length()))
                .orElseThrow(() -> new Refused(p.name(), "is no date: use a form like 2026-03-01 or 2026-03"));
        var field = Terms.points(p);
        return switch (prefix) {
            case "ne" -> anyOf(Stream.of(above(field, range.high()), below(field, range.low())));
            case "gt" -> above(field, range.high());
            case "lt" -> below(field, range.low());
            case "ge" -> anyOf(Stream.of(above(field, range.high()), within(field, range.low(), range.high())));
            case "le" -> anyOf(Stream.of(below(field, range.low()), within(field, range.low(), range.high())));
            case "sa" -> within(field, range.high() + 1, DateRange.FOR_EVER);
            case "eb" -> within(field, DateRange.EVER_SINCE, range.low() - 1);
            default -> within(field, range.low(), range.high());
        };
    }

    /** Reaches beyond. */
    private static Query above(String field, long high) {
        return LongRange.newIntersectsQuery(field, new long[] {high + 1}, new long[] {DateRange.FOR_EVER});
    }

    private static Query below(String field, long low) {
        return LongRange.newIntersectsQuery(field, new long[] {DateRange.EVER_SINCE}, new long[] {low - 1});
    }

    private static Query within(String field, long low, long high) {
        return LongRange.newWithinQuery(field, new long[] {low}, new long[] {high});
    }

    private static Query quantity(SearchParameter p, String value) {
        var parts = value.split("\\|", -1);
        if (parts.length == 1) {
            return number(p, value);
        }
        if (parts.length != 3) {
            throw new Refused(p.name(), "is no quantity: use number|system|code, or number||unit");
        }
        var unit = parts[1].isEmpty() ? Terms.unit(p, parts[2]) : Terms.unitCoding(p, parts[1], parts[2]);
        return new BooleanQuery.Builder()
                .add(number(p, parts[0]), Occur.FILTER)
                .add(term(unit), Occur.FILTER)
                .build();
    }

    private static Query number(SearchParameter p, String value) {
        var prefix = prefix(value);
        var number = decimal(p, value.substring(prefix.length()));
        var field = Terms.points(p);
        var exact = number.doubleValue();
        var half = new BigDecimal(HALF).scaleByPowerOfTen(-number.scale());
        var low = number.subtract(half).doubleValue();
        var high = Math.nextDown(number.add(half).doubleValue());
        return switch (prefix) {
            case "ne" ->
                anyOf(Stream.of(
                        DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, Math.nextDown(low)),
                        DoublePoint.newRangeQuery(field, Math.nextUp(high), Double.POSITIVE_INFINITY)));
            case "gt", "sa" -> DoublePoint.newRangeQuery(field, Math.nextUp(exact), Double.POSITIVE_INFINITY);
            case "ge" -> DoublePoint.newRangeQuery(field, exact, Double.POSITIVE_INFINITY);
            case "lt", "eb" -> DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, Math.nextDown(exact));
            case "le" -> DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, exact);
            default -> DoublePoint.newRangeQuery(field, low, high);
        };
    }

    private static BigDecimal decimal(SearchParameter p, String text) {
        try {
            if (text.length() > 40) {
                throw new Refused(p.name(), "has more digits than a number has here");
            }
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Refused(p.name(), "is no number");
        }
    }

    private static String prefix(String value) {
        var start = value.length() > 2 ? value.substring(0, 2) : "";
        return PREFIXES.contains(start) ? start : "";
    }
}

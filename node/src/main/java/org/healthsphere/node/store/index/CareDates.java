package org.healthsphere.node.store.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.document.LongRange;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.healthsphere.node.store.ResourceIndex;

/**
 * Which resources are about care in some time: those of which a date reaches into it, and those that have none (FHIR R4,
 * Patient/$everything, {@code start} and {@code end}).
 */
record CareDates(SearchParameters parameters, Optional<Set<String>> only) {
    static final String NAME = "_care";

    /** Dates, but not of care. */
    private static final Set<String> OTHERS = Set.of("birthdate", "death-date", "value-date");

    /** From the beginning of the first to the end of the second; either may be empty. */
    Query query(String type, List<String> bounds) {
        var low = bounds.getFirst().isEmpty()
                ? DateRange.EVER_SINCE
                : range(bounds.getFirst()).low();
        var high = bounds.getLast().isEmpty()
                ? DateRange.FOR_EVER
                : range(bounds.getLast()).high();
        if (low > high) {
            throw new Refused("start", "is not after the end");
        }
        var span = new DateRange(low, high);
        if (!type.equals(ResourceIndex.Query.ANY_TYPE)) {
            return within(dates(type), span);
        }
        var any = new BooleanQuery.Builder();
        List<Query> dated = new ArrayList<>();
        parameters.types().stream()
                .filter(t -> only.map(types -> types.contains(t)).orElse(true))
                .filter(t -> !dates(t).isEmpty())
                .forEach(t -> {
                    var ofType = Values.term(Terms.type(t));
                    dated.add(ofType);
                    any.add(
                            new BooleanQuery.Builder()
                                    .add(ofType, Occur.FILTER)
                                    .add(within(dates(t), span), Occur.FILTER)
                                    .build(),
                            Occur.SHOULD);
                });
        return any.add(except(dated), Occur.SHOULD).build();
    }

    /**
     * Those of which some date may lie in the span, whatever their type: one that they have touches it, or they tell none although
     * resources of their type do.
     */
    static Query perhaps(SearchParameters parameters, DateRange span) {
        return ofDatedTypes(parameters, dates -> within(dates, span));
    }

    /** Those that have a date, and all of whose dates lie in the span. */
    static Query surely(SearchParameters parameters, DateRange span) {
        return ofDatedTypes(parameters, dates -> inside(dates, span));
    }

    private static Query ofDatedTypes(SearchParameters parameters, Function<List<SearchParameter>, Query> query) {
        var all = new CareDates(parameters, Optional.empty());
        var any = new BooleanQuery.Builder();
        CompartmentTable.r4().typesOf("Patient").forEach(type -> {
            var dates = all.dates(type);
            if (!dates.isEmpty()) {
                any.add(
                        new BooleanQuery.Builder()
                                .add(Values.term(Terms.type(type)), Occur.FILTER)
                                .add(query.apply(dates), Occur.FILTER)
                                .build(),
                        Occur.SHOULD);
            }
        });
        return any.build();
    }

    private static Query inside(List<SearchParameter> dates, DateRange span) {
        var all = new BooleanQuery.Builder();
        var dated = new BooleanQuery.Builder();
        for (var p : dates) {
            dated.add(Values.term(Terms.present(p)), Occur.SHOULD);
            if (span.low() > DateRange.EVER_SINCE) {
                all.add(touches(p, DateRange.EVER_SINCE, span.low() - 1), Occur.MUST_NOT);
            }
            if (span.high() < DateRange.FOR_EVER) {
                all.add(touches(p, span.high() + 1, DateRange.FOR_EVER), Occur.MUST_NOT);
            }
        }
        return all.add(dated.build(), Occur.FILTER).build();
    }

    private static Query touches(SearchParameter p, long low, long high) {
        return LongRange.newIntersectsQuery(Terms.points(p), new long[] {low}, new long[] {high});
    }

    /** The dates of care that resources of a type may have. */
    static List<SearchParameter> of(SearchParameters parameters, String type) {
        return CompartmentTable.r4().typesOf("Patient").contains(type)
                ? new CareDates(parameters, Optional.empty()).dates(type)
                : List.of();
    }

    private static DateRange range(String text) {
        return DateRange.parse(text)
                .orElseThrow(() -> new Refused(NAME, "is no date: use a form like 2026-03-01 or 2026-03"));
    }

    private List<SearchParameter> dates(String type) {
        return parameters.of(type).stream()
                .filter(p -> p.kind() == SearchParameter.Kind.DATE && !p.type().isEmpty() && !OTHERS.contains(p.name()))
                .toList();
    }

    private static Query within(List<SearchParameter> dates, DateRange span) {
        var any = new BooleanQuery.Builder();
        dates.forEach(p -> any.add(
                LongRange.newIntersectsQuery(Terms.points(p), new long[] {span.low()}, new long[] {span.high()}),
                Occur.SHOULD));
        return any.add(
                        except(dates.stream()
                                .map(p -> Values.term(Terms.present(p)))
                                .toList()),
                        Occur.SHOULD)
                .build();
    }

    private static Query except(List<Query> queries) {
        var all = new BooleanQuery.Builder().add(new MatchAllDocsQuery(), Occur.FILTER);
        queries.forEach(q -> all.add(q, Occur.MUST_NOT));
        return all.build();
    }
}

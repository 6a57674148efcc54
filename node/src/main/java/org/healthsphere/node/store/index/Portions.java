package org.healthsphere.node.store.index;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;

/** Portions of records: as a query, and of one resource. Both say the same of every resource. */
final class Portions {
    /** A resource is judged by the same dates whatever a hospital searches by beside them. */
    private static final SearchParameters PARAMETERS = SearchParameters.r4();

    private Portions() {}

    static Query query(Portion portion) {
        return switch (portion) {
            case Portion.Extent extent ->
                extent == Portion.Extent.WHOLE ? new MatchAllDocsQuery() : new MatchNoDocsQuery();
            case Portion.Not(var of) ->
                new BooleanQuery.Builder()
                        .add(new MatchAllDocsQuery(), Occur.FILTER)
                        .add(query(of), Occur.MUST_NOT)
                        .build();
            case Portion.AllOf(var parts) -> joined(parts, Occur.FILTER);
            case Portion.AnyOf(var parts) -> joined(parts, Occur.SHOULD);
            case Portion.Trait trait -> query(trait);
        };
    }

    private static Query joined(Collection<Portion> parts, Occur occur) {
        return Enclosed.joined(parts.stream().map(Portions::query).toList(), occur);
    }

    private static Query query(Portion.Trait trait) {
        return switch (trait) {
            case Portion.Types(var types) -> Filters.in(types.stream().map(Terms::type));
            case Portion.Labels(var labels) ->
                Filters.in(labels.stream().map(l -> Terms.coding(About.LABEL, l.system(), l.code())));
            case Portion.LabelledIn(var system) -> Values.term(Terms.system(About.LABEL, system));
            case Portion.Codes(var codes) -> Filters.in(codes.stream().map(Terms::about));
            case Portion.Instances(var names) -> Filters.in(names.stream().map(Terms::name));
            case Portion.Authors(var names) -> Filters.in(names.stream().map(n -> Terms.about(About.AUTHOR, n)));
            case Portion.Belonging(var names) -> Filters.in(names.stream().map(n -> Terms.about(About.BELONGING, n)));
            case Portion.During(var from, var until, var surely) ->
                new Enclosed(
                        surely
                                ? CareDates.surely(PARAMETERS, span(from, until))
                                : CareDates.perhaps(PARAMETERS, span(from, until)));
        };
    }

    /** Whether a resource is in a portion, by what it says of itself. */
    static boolean holds(Portion portion, StoredResource resource, Traits traits) {
        return portion.holds(trait -> Optional.of(has(trait, resource, traits))).orElseThrow();
    }

    private static boolean has(Portion.Trait trait, StoredResource resource, Traits traits) {
        return switch (trait) {
            case Portion.Types(var types) -> types.contains(resource.id().type());
            case Portion.Labels(var labels) -> any(traits.labels(), labels::contains);
            case Portion.LabelledIn(var system) ->
                any(traits.labels(), label -> label.system().equals(system));
            case Portion.Codes(var codes) -> any(traits.codes(), codes::contains);
            case Portion.Instances(var names) -> names.contains(resource.id().toString());
            case Portion.Authors(var names) -> any(traits.authors(), names::contains);
            case Portion.Belonging(var names) -> any(traits.belongings(), names::contains);
            case Portion.During(var from, var until, var surely) ->
                surely ? isSurely(traits, span(from, until)) : isPerhaps(traits, span(from, until));
        };
    }

    private static boolean isSurely(Traits traits, DateRange span) {
        return !traits.dates().isEmpty()
                && traits.dates().stream().allMatch(date -> date.low() >= span.low() && date.high() <= span.high());
    }

    private static boolean isPerhaps(Traits traits, DateRange span) {
        return traits.dated()
                && (traits.dates().isEmpty()
                        || any(traits.dates(), date -> date.low() <= span.high() && date.high() >= span.low()));
    }

    private static <T> boolean any(Set<T> all, Predicate<T> which) {
        return all.stream().anyMatch(which);
    }

    private static DateRange span(Instant from, Instant until) {
        return new DateRange(
                from.equals(Instant.MIN) ? DateRange.EVER_SINCE : from.toEpochMilli(),
                until.equals(Instant.MAX) ? DateRange.FOR_EVER : until.toEpochMilli());
    }

    /**
     * What one resource says of itself.
     *
     * @param dated whether resources of its type tell when the care was that they are about
     */
    record Traits(
            Set<Coding> labels,
            Set<Coding> codes,
            Set<String> authors,
            Set<String> belongings,
            Set<DateRange> dates,
            boolean dated) {}
}

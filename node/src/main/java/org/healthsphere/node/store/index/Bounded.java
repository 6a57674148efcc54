package org.healthsphere.node.store.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.Bounds.Demand;
import org.healthsphere.node.store.Bounds.Part;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.index.SearchParameter.Kind;

/**
 * Bounds in the words of the index. They hold in every search that a query comes to, so that neither a chain nor an include tells
 * what lies beyond them.
 */
final class Bounded {
    private final SearchParameters parameters;
    private final Bounds bounds;

    Bounded(SearchParameters parameters, Bounds bounds) {
        this.parameters = parameters;
        this.bounds = bounds;
    }

    /** No search, and no part of one, tells anything of a type that may not be searched. */
    void require(String type) {
        var any = type.equals(ResourceIndex.Query.ANY_TYPE);
        if (any ? bounds.byType().isEmpty() : !bounds.letsType(type)) {
            throw Refused.beyond(any ? Set.of() : Set.of(type));
        }
    }

    /** Only of this type, and of it only what may be searched; of any type, only what may be searched of each. */
    List<Query> ofType(String type) {
        if (type.equals(ResourceIndex.Query.ANY_TYPE)) {
            return bounds.areNone() ? List.of() : List.of(ofAnyType());
        }
        List<Query> all = new ArrayList<>();
        all.add(Values.term(Terms.type(type)));
        var parts = bounds.parts(type);
        if (!parts.contains(Part.WHOLE)) {
            all.add(anyOf(type, parts));
        }
        return all;
    }

    private Query ofAnyType() {
        return Values.anyOf(bounds.byType().entrySet().stream()
                .map(entry -> entry.getKey().equals(Bounds.ANY)
                        ? anyOf(Bounds.ANY, entry.getValue())
                        : all(Stream.of(
                                Values.term(Terms.type(entry.getKey())), anyOf(entry.getKey(), entry.getValue())))));
    }

    private Query anyOf(String type, Set<Part> parts) {
        return Values.anyOf(parts.stream().map(part -> query(type, part)));
    }

    private Query query(String type, Part part) {
        var ofPatient = part.patient().stream()
                .map(patient ->
                        Values.anyOf(Stream.of(Values.term(Terms.noPatient()), Values.term(Terms.patient(patient)))));
        var demanded = part.demands().stream().map(demand -> query(type, demand));
        return all(Stream.concat(ofPatient, demanded));
    }

    private Query query(String type, Demand demand) {
        return parameters
                .find(type, demand.parameter())
                .filter(p -> p.kind() == Kind.TOKEN)
                .map(p -> Values.anyOf(demand.anyOf().stream().map(value -> Values.query(p, "", value))))
                .orElseGet(MatchNoDocsQuery::new);
    }

    private static Query all(Stream<Query> queries) {
        var all = new BooleanQuery.Builder().add(new MatchAllDocsQuery(), Occur.FILTER);
        queries.forEach(query -> all.add(query, Occur.FILTER));
        return all.build();
    }

    /** Whether a value is what a demand asks for, as the index would find it. */
    static boolean says(Found.Token token, String value) {
        var p = token.parameter();
        var bar = value.indexOf('|');
        if (bar < 0) {
            return Terms.code(p, token.code()).equals(Terms.code(p, value));
        }
        var system = value.substring(0, bar);
        var code = value.substring(bar + 1);
        return Terms.coding(p, token.system(), token.code()).equals(Terms.coding(p, system, code))
                || (token.implied()
                        && !system.isEmpty()
                        && Terms.code(p, token.code()).equals(Terms.code(p, code)));
    }
}

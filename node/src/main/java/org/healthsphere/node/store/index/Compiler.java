package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.index.SearchParameter.Kind;

/**
 * Turns the criteria of one search into one Lucene query. Chains are searches of their own, run first; the release filter holds
 * in them too, or they would tell what is hidden.
 */
final class Compiler {
    private static final String HAS = "_has:";

    private final SearchParameters parameters;
    private final IndexSearcher searcher;
    private final Optional<Query> filter;

    Compiler(SearchParameters parameters, IndexSearcher searcher, Optional<Query> filter) {
        this.parameters = parameters;
        this.searcher = searcher;
        this.filter = filter;
    }

    Query compile(String type, List<Criterion> criteria) throws IOException {
        return compile(type, criteria, true);
    }

    private Query compile(String type, List<Criterion> criteria, boolean chainable) throws IOException {
        List<Query> must = new ArrayList<>();
        List<Query> mustNot = new ArrayList<>();
        for (var criterion : criteria) {
            if (criterion.name().startsWith(HAS)) {
                must.add(reverseChain(type, criterion, chainable));
            } else if (criterion.name().indexOf('.') >= 0) {
                must.add(chain(type, criterion, chainable));
            } else {
                add(type, criterion, must, mustNot);
            }
        }
        if (!type.equals(ResourceIndex.Query.ANY_TYPE)) {
            must.add(Values.term(Terms.type(type)));
        }
        filter.ifPresent(must::add);
        return all(must, mustNot);
    }

    private static Query all(List<Query> must, List<Query> mustNot) {
        if (must.size() == 1 && mustNot.isEmpty()) {
            return must.getFirst();
        }
        var all = new BooleanQuery.Builder();
        must.forEach(q -> all.add(q, Occur.FILTER));
        mustNot.forEach(q -> all.add(q, Occur.MUST_NOT));
        if (must.isEmpty()) {
            all.add(new MatchAllDocsQuery(), Occur.FILTER);
        }
        return all.build();
    }

    private void add(String type, Criterion criterion, List<Query> must, List<Query> mustNot) {
        var parameter = parameter(type, criterion.name());
        switch (criterion.modifier()) {
            case "missing" -> {
                var present = Values.term(Terms.present(parameter));
                (isMissing(criterion) ? mustNot : must).add(present);
            }
            case "not" -> {
                require(parameter.kind() == Kind.TOKEN, criterion);
                mustNot.add(anyOf(parameter, criterion));
            }
            case "exact", "contains" -> {
                require(parameter.kind() == Kind.STRING, criterion);
                must.add(anyOf(parameter, criterion));
            }
            case "" -> must.add(anyOf(parameter, criterion));
            default -> must.add(typed(parameter, criterion));
        }
    }

    private static Query anyOf(SearchParameter p, Criterion criterion) {
        return Values.anyOf(criterion.anyOf().stream().map(value -> value(p, criterion, value)));
    }

    private static Query value(SearchParameter p, Criterion criterion, String value) {
        if (value.isEmpty()) {
            throw new Refused(p.name(), "has no value");
        }
        if (p.name().equals("_compartment")) {
            return Values.term(Terms.patient(value.substring(value.indexOf('/') + 1)));
        }
        if (p.name().equals("_type")) {
            return Values.term(Terms.type(value));
        }
        return Values.query(p, criterion.modifier(), value);
    }

    /** {@code subject:Patient=123}. */
    private Query typed(SearchParameter p, Criterion criterion) {
        var type = criterion.modifier();
        require(p.kind() == Kind.REFERENCE && parameters.types().contains(type), criterion);
        return Values.anyOf(criterion.anyOf().stream()
                .map(id -> Values.term(Terms.reference(p, id.indexOf('/') < 0 ? type + "/" + id : id))));
    }

    private static boolean isMissing(Criterion criterion) {
        var value = criterion.anyOf().size() == 1 ? criterion.anyOf().getFirst() : "";
        if (!value.equals("true") && !value.equals("false")) {
            throw new Refused(criterion.name() + ":missing", "is true or false");
        }
        return value.equals("true");
    }

    private static void require(boolean honoured, Criterion criterion) {
        if (!honoured) {
            throw new Refused(
                    criterion.name() + ":" + criterion.modifier(), "is a modifier that this parameter has not here");
        }
    }

    private SearchParameter parameter(String type, String name) {
        return parameters
                .find(type, name)
                .orElseThrow(() -> new Refused(name, "is no search parameter of " + type + " here"));
    }

    /** {@code subject:Patient.gender=female}: first the patients, then what points to them. */
    private Query chain(String type, Criterion criterion, boolean chainable) throws IOException {
        var name = criterion.name();
        var dot = name.indexOf('.');
        var link = Criterion.of(name.substring(0, dot), List.of());
        var rest = Criterion.of(name.substring(dot + 1), criterion.anyOf());
        var parameter = parameter(type, link.name());
        if (!chainable || parameter.kind() != Kind.REFERENCE || rest.name().indexOf('.') >= 0) {
            throw new Refused(name, "is a chain that is not followed here: one reference, one parameter");
        }
        List<Query> any = new ArrayList<>();
        for (var target : targets(parameter, link, rest)) {
            var names = Joins.names(searcher, compile(target, List.of(rest), false));
            any.add(in(names.stream().map(n -> Terms.reference(parameter, n))));
        }
        return Values.anyOf(any.stream());
    }

    private Set<String> targets(SearchParameter link, Criterion written, Criterion rest) {
        var candidates = written.modifier().isEmpty() ? link.targets() : Set.of(written.modifier());
        var known = candidates.stream()
                .filter(t -> parameters.types().contains(t))
                .filter(t -> rest.name().startsWith(HAS)
                        || parameters.find(t, rest.name()).isPresent())
                .collect(Collectors.toSet());
        if (known.isEmpty()) {
            throw new Refused(
                    written.name() + "." + rest.name(),
                    "is a chain whose end is no search parameter of what it points to");
        }
        return known;
    }

    /** {@code _has:Condition:patient:code=...}: first the conditions, then whom they point to. */
    private Query reverseChain(String type, Criterion criterion, boolean chainable) throws IOException {
        var parts = criterion.name().split(":", 4);
        if (!chainable || parts.length < 4 || parts[3].startsWith(HAS) || parts[3].indexOf('.') >= 0) {
            throw new Refused(
                    criterion.name(), "is a reverse chain that is not followed here: _has:Type:reference:parameter");
        }
        if (!parameters.types().contains(parts[1])) {
            throw new Refused(criterion.name(), "names a type that cannot be searched");
        }
        var link = parameter(parts[1], parts[2]);
        if (link.kind() != Kind.REFERENCE) {
            throw new Refused(criterion.name(), "names a parameter that is no reference");
        }
        var found = compile(parts[1], List.of(Criterion.of(parts[3], criterion.anyOf())), false);
        return in(Joins.references(searcher, found, link).stream()
                .filter(reference -> reference.startsWith(type + "/"))
                .map(Terms::name));
    }

    private static Query in(Stream<String> terms) {
        var all = terms.map(BytesRef::new).toList();
        return all.isEmpty() ? new MatchNoDocsQuery() : new TermInSetQuery(Terms.FIELD, all);
    }
}

package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.index.SearchParameter.Kind;

/**
 * Turns the criteria of one search into one Lucene query. Chains are searches of their own, run first; the release filter holds
 * in them too, or they would tell what is hidden.
 */
final class Compiler {
    private static final String HAS = "_has:";
    private static final String COMPARTMENT = "_compartment";
    private static final int DEEPEST = 4;

    private final SearchParameters parameters;
    private final IndexSearcher searcher;
    private final Limits limits;
    private final Bounded bounded;
    private final Codes codes;

    /**
     * What holds in every search that a query comes to.
     *
     * @param filter what consent lets through; empty: everything
     * @param bounds what may be searched at all
     */
    record Limits(Optional<Query> filter, Bounds bounds) {}

    Compiler(SearchParameters parameters, CodeRelations relations, IndexSearcher searcher, Limits limits) {
        this.parameters = parameters;
        this.searcher = searcher;
        this.limits = limits;
        this.bounded = new Bounded(parameters, limits.bounds());
        this.codes = new Codes(relations, searcher.getIndexReader());
    }

    Query compile(String type, List<Criterion> criteria) throws IOException {
        return compile(type, criteria, 0);
    }

    private Query compile(String type, List<Criterion> criteria, int depth) throws IOException {
        bounded.require(type);
        List<Query> must = new ArrayList<>();
        List<Query> mustNot = new ArrayList<>();
        for (var criterion : criteria) {
            if (depth > DEEPEST) {
                throw new Refused(criterion.name(), "is a chain of more than " + DEEPEST + " links");
            } else if (criterion.name().startsWith(HAS)) {
                must.add(reverseChain(type, criterion, depth));
            } else if (criterion.name().indexOf('.') >= 0) {
                must.add(chain(type, criterion, depth));
            } else {
                add(type, criterion, must, mustNot);
            }
        }
        must.addAll(bounded.ofType(type));
        limits.filter().ifPresent(must::add);
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

    private void add(String type, Criterion criterion, List<Query> must, List<Query> mustNot) throws IOException {
        if (criterion.name().equals(COMPARTMENT) && !criterion.modifier().isEmpty()) {
            must.add(belonging(type, criterion));
            return;
        } else if (criterion.name().equals(CareDates.NAME)) {
            must.add(new CareDates(parameters, limits.bounds().types()).query(type, criterion.anyOf()));
            return;
        }
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
            case "not-in" -> mustNot.add(related(parameter, criterion, "in"));
            case "in", "above", "below" -> must.add(related(parameter, criterion, criterion.modifier()));
            case "exact", "contains" -> {
                require(parameter.kind() == Kind.STRING, criterion);
                must.add(anyOf(parameter, criterion));
            }
            case "text" -> must.add(each(Kind.TOKEN, parameter, criterion, Values::words));
            case "of-type" -> must.add(each(Kind.TOKEN, parameter, criterion, Values::ofType));
            case "identifier" -> must.add(each(Kind.REFERENCE, parameter, criterion, Values::identified));
            case "" -> must.add(anyOf(parameter, criterion));
            default -> must.add(typed(parameter, criterion));
        }
    }

    /** Any of the values, each by a rule that a kind of parameter has. */
    private static Query each(
            Kind kind, SearchParameter p, Criterion criterion, BiFunction<SearchParameter, String, Query> rule) {
        require(p.kind() == kind, criterion);
        return Values.anyOf(criterion.anyOf().stream().map(value -> rule.apply(p, some(p, value))));
    }

    /** What points to one of these resources by a parameter that makes it belong there, and they themselves. */
    private Query belonging(String type, Criterion criterion) {
        var compartment = criterion.modifier();
        var names = criterion.anyOf().stream().map(id -> compartment + "/" + id).toList();
        var links = type.equals(ResourceIndex.Query.ANY_TYPE)
                ? parameters.types().stream()
                        .flatMap(t -> links(compartment, t))
                        .toList()
                : links(compartment, type).toList();
        if (links.isEmpty() && !type.equals(compartment)) {
            throw new Refused(compartment, "is the compartment of no " + type);
        }
        return in(Stream.concat(
                names.stream().map(Terms::name),
                links.stream().flatMap(p -> names.stream().map(name -> Terms.reference(p, name)))));
    }

    private Stream<SearchParameter> links(String compartment, String type) {
        return CompartmentTable.r4().parameters(compartment, type).stream()
                .flatMap(name -> parameters.find(type, name).stream());
    }

    private Query related(SearchParameter p, Criterion criterion, String relation) throws IOException {
        if (p.kind() == Kind.URI && !relation.equals("in")) {
            return each(Kind.URI, p, criterion, relation.equals("above") ? Values::uriAbove : Values::uriBelow);
        }
        require(p.kind() == Kind.TOKEN, criterion);
        List<Query> any = new ArrayList<>();
        for (var value : criterion.anyOf()) {
            any.add(codes.query(p, relation, some(p, value)));
        }
        return Values.anyOf(any.stream());
    }

    private static String some(SearchParameter p, String value) {
        if (value.isEmpty()) {
            throw new Refused(p.name(), "has no value");
        }
        return value;
    }

    private static Query anyOf(SearchParameter p, Criterion criterion) {
        return Values.anyOf(criterion.anyOf().stream().map(value -> value(p, criterion, some(p, value))));
    }

    private static Query value(SearchParameter p, Criterion criterion, String value) {
        if (p.name().equals(COMPARTMENT)) {
            return Values.term(Terms.patient(value.substring(value.indexOf('/') + 1)));
        }
        if (p.name().equals("_type")) {
            return Values.term(Terms.type(value));
        }
        if (value.equals("false") && p.saysWhether()) {
            // What is not there is false, too.
            return all(List.of(), List.of(Values.query(p, "", "true")));
        }
        return p.kind() == Kind.COMPOSITE ? composite(p, value) : Values.query(p, criterion.modifier(), value);
    }

    /** {@code code$value}: first what has each of them anywhere, then what has them together. */
    private static Query composite(SearchParameter p, String value) {
        var asked = List.of(value.split("\\$", -1));
        if (asked.size() != p.components().size() || asked.contains("")) {
            throw new Refused(p.name(), "has " + p.components().size() + " values with $ between them");
        }
        var all = new BooleanQuery.Builder();
        for (var i = 0; i < asked.size(); i++) {
            all.add(Values.query(p.components().get(i), "", asked.get(i)), Occur.FILTER);
        }
        return all.add(new TupleQuery(p, asked), Occur.FILTER).build();
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
    private Query chain(String type, Criterion criterion, int depth) throws IOException {
        var name = criterion.name();
        var dot = name.indexOf('.');
        var link = Criterion.of(name.substring(0, dot), List.of());
        var rest = Criterion.of(name.substring(dot + 1), criterion.anyOf());
        var parameter = parameter(type, link.name());
        if (parameter.kind() != Kind.REFERENCE) {
            throw new Refused(name, "is a chain over what is no reference");
        }
        List<Query> any = new ArrayList<>();
        for (var target : targets(parameter, link, rest)) {
            var names = Joins.names(searcher, compile(target, List.of(rest), depth + 1));
            any.add(in(names.stream().map(n -> Terms.reference(parameter, n))));
        }
        return Values.anyOf(any.stream());
    }

    private Set<String> targets(SearchParameter link, Criterion written, Criterion rest) {
        var candidates = written.modifier().isEmpty() ? link.targets() : Set.of(written.modifier());
        var next = rest.name().split("[:.]", 2)[0];
        var known = candidates.stream()
                .filter(t -> parameters.types().contains(t))
                .filter(t ->
                        rest.name().startsWith(HAS) || parameters.find(t, next).isPresent())
                .collect(Collectors.toSet());
        if (known.isEmpty()) {
            throw new Refused(
                    written.name() + "." + rest.name(),
                    "is a chain whose end is no search parameter of what it points to");
        }
        return within(known);
    }

    /** A link that may point to several types is followed to those that may be searched. */
    private Set<String> within(Set<String> targets) {
        var within = targets.stream().filter(limits.bounds()::letsType).collect(Collectors.toSet());
        if (within.isEmpty()) {
            throw Refused.beyond(targets);
        }
        return within;
    }

    /** {@code _has:Condition:patient:code=...}: first the conditions, then whom they point to. */
    private Query reverseChain(String type, Criterion criterion, int depth) throws IOException {
        var parts = criterion.name().split(":", 4);
        if (parts.length < 4) {
            throw new Refused(criterion.name(), "is no reverse chain: _has:Type:reference:parameter");
        }
        if (!parameters.types().contains(parts[1])) {
            throw new Refused(criterion.name(), "names a type that cannot be searched");
        }
        var link = parameter(parts[1], parts[2]);
        if (link.kind() != Kind.REFERENCE) {
            throw new Refused(criterion.name(), "names a parameter that is no reference");
        }
        var found = compile(parts[1], List.of(Criterion.of(parts[3], criterion.anyOf())), depth + 1);
        return in(Joins.references(searcher, found, link).stream()
                .filter(reference -> reference.startsWith(type + "/"))
                .map(Terms::name));
    }

    private static Query in(Stream<String> terms) {
        var all = terms.map(BytesRef::new).toList();
        return all.isEmpty() ? new MatchNoDocsQuery() : new TermInSetQuery(Terms.FIELD, all);
    }
}

package org.healthsphere.node.store.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Portion;

/** Turns release filters into queries, once for each filter that is in use: they are told apart by identity. */
final class Filters {
    private static final int IN_USE = 256;

    private final Cache<ReleaseFilter, Optional<Query>> compiled = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(IN_USE)
            .executor(Runnable::run)
            .build();

    /** What the filter lets through; empty: everything. */
    Optional<Query> query(ReleaseFilter filter) {
        return compiled.get(filter, Filters::compile);
    }

    private static Optional<Query> compile(ReleaseFilter filter) {
        List<Query> hidden = new ArrayList<>();
        byHidden(filter).forEach((what, patients) -> hidden(what, patients).ifPresent(hidden::add));
        if (filter.onlyPatients().isEmpty() && hidden.isEmpty()) {
            return Optional.empty();
        }
        var seen = new BooleanQuery.Builder();
        seen.add(filter.onlyPatients().map(Filters::onlyThese).orElseGet(MatchAllDocsQuery::new), Occur.FILTER);
        if (!hidden.isEmpty()) {
            seen.add(Enclosed.joined(hidden, Occur.SHOULD), Occur.MUST_NOT);
        }
        return Optional.of(new KeptQuery(seen.build()));
    }

    /** Most patients decide alike: what is hidden, and in whose records. */
    private static Map<Hidden, List<String>> byHidden(ReleaseFilter filter) {
        Map<Hidden, List<String>> patients = new HashMap<>();
        filter.restricted()
                .forEach((patient, hidden) ->
                        patients.computeIfAbsent(hidden, _ -> new ArrayList<>()).add(patient));
        return patients;
    }

    private static Query onlyThese(Collection<String> patients) {
        return in(Stream.concat(Stream.of(Terms.noPatient()), patients.stream().map(Terms::patient)));
    }

    private static Optional<Query> hidden(Hidden hidden, Collection<String> patients) {
        var records = in(patients.stream().map(Terms::patient));
        if (hidden.all()) {
            return Optional.of(records);
        }
        var what = Stream.of(
                        hidden.types().stream().map(Terms::type),
                        hidden.labels().stream().map(l -> Terms.coding(About.LABEL, l.system(), l.code())),
                        hidden.codes().stream().map(Terms::about))
                .flatMap(s -> s)
                .toList();
        return what.isEmpty() && hidden.others().isEmpty()
                ? Optional.empty()
                : Optional.of(new BooleanQuery.Builder()
                        .add(records, Occur.FILTER)
                        .add(any(what, hidden.others()), Occur.FILTER)
                        .build());
    }

    private static Query any(List<String> terms, Collection<Portion> others) {
        if (others.isEmpty()) {
            return in(terms.stream());
        }
        List<Query> any = new ArrayList<>(List.of(in(terms.stream())));
        others.forEach(portion -> any.add(Portions.query(portion)));
        return Enclosed.joined(any, Occur.SHOULD);
    }

    static Query in(Stream<String> terms) {
        return new TermInSetQuery(Terms.FIELD, terms.map(BytesRef::new).toList());
    }
}

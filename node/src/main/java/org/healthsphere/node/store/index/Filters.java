package org.healthsphere.node.store.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.node.store.Concealment;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Portion;

/**
 * Turns release filters into queries. What everybody's consent lets through is kept as bits, for each family of filters in use, and changed
 * as the consent of some changes; what a few patients are named in is asked anew each time.
 */
final class Filters {
    private static final int IN_USE = 64;
    private static final int FEW = 8;

    /** By identity. */
    private final Cache<Object, KeptSight> kept = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(IN_USE)
            .executor(Runnable::run)
            .build();

    /**
     * What the filter lets through; empty: everything.
     *
     * @param about the patient whom the search names, if it does
     */
    Optional<Query> query(ReleaseFilter filter, Optional<String> about) {
        var concealed = filter.concealed();
        if (concealed.equals(ReleaseFilter.everything().concealed())) {
            return Optional.empty();
        }
        return concealed instanceof Concealment.Listed(var only, var _)
                        && only.isPresent()
                        && only.get().size() <= FEW
                ? Optional.of(ofFew(concealed, only.get()))
                : Optional.of(new SightQuery(kept.get(concealed.family(), _ -> new KeptSight()), concealed, about));
    }

    private static Query ofFew(Concealment concealed, Collection<String> patients) {
        Map<Hidden, Set<String>> byHidden = new HashMap<>();
        patients.forEach(patient -> byHidden.computeIfAbsent(concealed.of(patient), _ -> new HashSet<>())
                .add(patient));
        var seen = new BooleanQuery.Builder().add(Values.term(Terms.noPatient()), Occur.SHOULD);
        byHidden.forEach((hidden, those) -> {
            if (!hidden.all()) {
                var record = new BooleanQuery.Builder().add(in(those.stream().map(Terms::patient)), Occur.FILTER);
                what(hidden).ifPresent(part -> record.add(part, Occur.MUST_NOT));
                seen.add(record.build(), Occur.SHOULD);
            }
        });
        return seen.build();
    }

    /** What of a record is hidden, whosever it is; empty: nothing. */
    static Optional<Query> what(Hidden hidden) {
        var terms = Stream.of(
                        hidden.types().stream().map(Terms::type),
                        hidden.labels().stream().map(l -> Terms.coding(About.LABEL, l.system(), l.code())),
                        hidden.codes().stream().map(Terms::about))
                .flatMap(s -> s)
                .toList();
        return terms.isEmpty() && hidden.others().isEmpty()
                ? Optional.empty()
                : Optional.of(any(terms, hidden.others()));
    }

    private static Query any(List<String> terms, Collection<Portion> others) {
        if (others.isEmpty()) {
            return in(terms.stream());
        }
        return Enclosed.joined(
                Stream.concat(Stream.of(in(terms.stream())), others.stream().map(Portions::query))
                        .toList(),
                Occur.SHOULD);
    }

    static Query in(Stream<String> terms) {
        return new TermInSetQuery(Terms.FIELD, terms.map(BytesRef::new).toList());
    }
}

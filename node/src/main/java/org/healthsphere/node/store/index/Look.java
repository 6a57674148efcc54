package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SparseFixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.healthsphere.node.store.Concealment;
import org.healthsphere.node.store.ReleaseFilter.Hidden;

/** Looks through the records in a segment for what may be seen of them. */
final class Look {
    private final LeafReaderContext segment;
    private final Concealment concealed;
    private final IndexSearcher searcher;
    private final int documents;

    Look(LeafReaderContext segment, Concealment concealed, IndexSearcher searcher) {
        this.segment = segment;
        this.concealed = concealed;
        this.searcher = searcher;
        this.documents = segment.reader().maxDoc();
    }

    /** What may be seen, and what of it is in records of which something is hidden. */
    private final class Draft {
        private final FixedBitSet seen;
        private final Map<Hidden, SparseFixedBitSet> partly = new HashMap<>();

        Draft(FixedBitSet seen) {
            this.seen = seen;
        }

        void put(Hidden hidden, DocIdSetIterator record) throws IOException {
            var part = hidden.all() || hidden.isNothing()
                    ? Optional.<SparseFixedBitSet>empty()
                    : Optional.of(partly.computeIfAbsent(hidden, _ -> new SparseFixedBitSet(documents)));
            for (var at = record.nextDoc(); at != DocIdSetIterator.NO_MORE_DOCS; at = record.nextDoc()) {
                if (hidden.all()) {
                    seen.clear(at);
                } else {
                    seen.set(at);
                }
                if (part.isPresent()) {
                    part.get().set(at);
                }
            }
        }

        FixedBitSet done() throws IOException {
            for (var records : partly.entrySet()) {
                var what = Filters.what(records.getKey());
                if (what.isPresent()) {
                    hide(matches(what.get()), records.getValue());
                }
            }
            return seen;
        }

        private void hide(DocIdSetIterator what, SparseFixedBitSet records) throws IOException {
            var there = new BitSetIterator(records, records.approximateCardinality());
            var hidden = ConjunctionUtils.intersectIterators(List.of(what, there));
            for (var at = hidden.nextDoc(); at != DocIdSetIterator.NO_MORE_DOCS; at = hidden.nextDoc()) {
                seen.clear(at);
            }
        }
    }

    /** What of everybody's record, and of nobody's, may be seen. */
    FixedBitSet atAll() throws IOException {
        var draft = new Draft(new FixedBitSet(documents));
        var terms = terms();
        var prefix = Terms.bytes(Terms.noPatient());
        var term = terms.seekCeil(prefix) == TermsEnum.SeekStatus.END ? null : terms.term();
        while (term != null && StringHelper.startsWith(term, prefix)) {
            draft.put(hiddenBy(term, prefix.length), terms.postings(null, PostingsEnum.NONE));
            term = terms.next();
        }
        return draft.done();
    }

    private Hidden hiddenBy(BytesRef term, int prefix) {
        return term.length == prefix
                ? Hidden.nothing()
                : concealed.of(new BytesRef(term.bytes, term.offset + prefix, term.length - prefix).utf8ToString());
    }

    /** What may be seen, once it is another thing for these patients than it was; empty: the segment has nothing of theirs. */
    Optional<FixedBitSet> again(FixedBitSet before, Set<String> patients) throws IOException {
        var draft = Optional.<Draft>empty();
        var terms = terms();
        for (var patient : patients) {
            if (terms.seekExact(Terms.bytes(Terms.patient(patient)))) {
                draft = draft.or(() -> Optional.of(new Draft(before.clone())));
                draft.get().put(concealed.of(patient), terms.postings(null, PostingsEnum.NONE));
            }
        }
        return draft.isPresent() ? Optional.of(draft.get().done()) : Optional.empty();
    }

    DocIdSetIterator everything() {
        return DocIdSetIterator.all(documents);
    }

    /** One patient's record. */
    DocIdSetIterator record(String patient) throws IOException {
        return postings(Terms.patient(patient));
    }

    /** What is in nobody's record. */
    DocIdSetIterator ofNobody() throws IOException {
        return postings(Terms.noPatient());
    }

    /** What such a thing hides in any record. */
    DocIdSetIterator hiddenBy(Hidden hidden) throws IOException {
        if (hidden.all()) {
            return everything();
        }
        var what = Filters.what(hidden);
        return what.isPresent() ? matches(what.get()) : DocIdSetIterator.empty();
    }

    private DocIdSetIterator postings(String term) throws IOException {
        var terms = terms();
        return terms.seekExact(Terms.bytes(term)) ? terms.postings(null, PostingsEnum.NONE) : DocIdSetIterator.empty();
    }

    private TermsEnum terms() throws IOException {
        var terms = segment.reader().terms(Terms.FIELD);
        return terms == null ? TermsEnum.EMPTY : terms.iterator();
    }

    private DocIdSetIterator matches(Query query) throws IOException {
        var scorer = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1)
                .scorer(segment);
        return scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
    }
}

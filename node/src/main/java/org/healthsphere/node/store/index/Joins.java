package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Collects what the matches of a query are called, or what they point to. */
final class Joins {
    private Joins() {}

    /** The names of the matches, {@code Patient/1}. */
    static Set<String> names(IndexSearcher searcher, Query query) throws IOException {
        Set<String> names = new HashSet<>();
        searcher.search(query, new PerSegment(context -> {
            var values = DocValues.getBinary(context.reader(), Terms.NAME);
            return document -> {
                if (values.advanceExact(document)) {
                    names.add(values.binaryValue().utf8ToString());
                }
            };
        }));
        return names;
    }

    /** What the matches point to by one of their search parameters. */
    static Set<String> references(IndexSearcher searcher, Query query, SearchParameter link) throws IOException {
        Set<String> references = new HashSet<>();
        searcher.search(query, new PerSegment(context -> {
            var values = DocValues.getSortedSet(context.reader(), Terms.values(link));
            return document -> {
                if (values.advanceExact(document)) {
                    for (var i = 0; i < values.docValueCount(); i++) {
                        references.add(values.lookupOrd(values.nextOrd()).utf8ToString());
                    }
                }
            };
        }));
        return references;
    }

    @FunctionalInterface
    private interface OfSegment {
        OfDocument in(LeafReaderContext context) throws IOException;
    }

    @FunctionalInterface
    private interface OfDocument {
        void take(int document) throws IOException;
    }

    private static final class PerSegment extends SimpleCollector {
        private final OfSegment segments;
        private OfDocument current = _ -> {};

        PerSegment(OfSegment segments) {
            this.segments = segments;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            current = segments.in(context);
        }

        @Override
        public void collect(int document) throws IOException {
            current.take(document);
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}

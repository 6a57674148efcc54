package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Collects what the matches of a query are called, or what they point to. */
final class Joins {
    private static final Pattern BETWEEN = Pattern.compile(Character.toString(Terms.BETWEEN));

    private Joins() {}

    /** The names of the matches, {@code Patient/1}. */
    static Set<String> names(IndexSearcher searcher, Query query) throws IOException {
        Set<String> names = new HashSet<>();
        each(searcher, query, context -> {
            var values = DocValues.getBinary(context.reader(), Terms.NAME);
            return document -> {
                if (values.advanceExact(document)) {
                    names.add(values.binaryValue().utf8ToString());
                }
            };
        });
        return names;
    }

    /** What the matches point to by one of their search parameters. */
    static Set<String> references(IndexSearcher searcher, Query query, SearchParameter link) throws IOException {
        Set<String> references = new HashSet<>();
        each(searcher, query, context -> {
            var values = DocValues.getBinary(context.reader(), Terms.values(link));
            return document -> {
                if (values.advanceExact(document)) {
                    references.addAll(BETWEEN.splitAsStream(values.binaryValue().utf8ToString())
                            .toList());
                }
            };
        });
        return references;
    }

    private static void each(IndexSearcher searcher, Query query, OfSegment segments) throws IOException {
        var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (var segment : searcher.getIndexReader().leaves()) {
            var scorer = weight.scorer(segment);
            if (scorer != null) {
                each(segments.in(segment), scorer.iterator(), segment.reader().getLiveDocs());
            }
        }
    }

    private static void each(OfDocument documents, DocIdSetIterator matches, @Nullable Bits live) throws IOException {
        for (var document = matches.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = matches.nextDoc()) {
            if (live == null || live.get(document)) {
                documents.take(document);
            }
        }
    }

    @FunctionalInterface
    private interface OfSegment {
        OfDocument in(LeafReaderContext context) throws IOException;
    }

    @FunctionalInterface
    private interface OfDocument {
        void take(int document) throws IOException;
    }
}

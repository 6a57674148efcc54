package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * A query whose matches are kept as bits for each segment, as long as the segment lives: what a search adds is an intersection.
 */
final class KeptQuery extends Query {
    private final Query inner;
    private final Map<IndexReader.CacheKey, FixedBitSet> kept = new WeakHashMap<>();

    KeptQuery(Query inner) {
        this.inner = inner;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public Scorer scorer(LeafReaderContext context) throws IOException {
                var bits = bits(searcher, context);
                return new ConstantScoreScorer(
                        this, score(), mode, new BitSetIterator(bits, bits.approximateCardinality()));
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return false;
            }
        };
    }

    private FixedBitSet bits(IndexSearcher searcher, LeafReaderContext context) throws IOException {
        var key = context.reader().getCoreCacheHelper().getKey();
        synchronized (kept) {
            var known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        var bits = new FixedBitSet(context.reader().maxDoc());
        var scorer = searcher.createWeight(searcher.rewrite(inner), ScoreMode.COMPLETE_NO_SCORES, 1)
                .scorer(context);
        if (scorer != null) {
            bits.or(scorer.iterator());
        }
        synchronized (kept) {
            kept.put(key, bits);
        }
        return bits;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "kept";
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

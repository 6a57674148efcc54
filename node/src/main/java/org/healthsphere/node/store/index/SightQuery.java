package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Optional;
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
import org.healthsphere.node.store.Concealment;

/**
 * What a release filter lets through of everybody's records. A search that names a patient does not wait for what nobody needed yet: it looks
 * at what it finds one by one, which as a rule is of that patient.
 */
final class SightQuery extends Query {
    private final KeptSight kept;
    private final Concealment concealed;
    private final Optional<String> about;

    SightQuery(KeptSight kept, Concealment concealed, Optional<String> about) {
        this.kept = kept;
        this.concealed = concealed;
        this.about = about;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public Scorer scorer(LeafReaderContext segment) throws IOException {
                if (about.isPresent() && !kept.isWorthKnowing(segment)) {
                    var look = new Look(segment, concealed, searcher);
                    return new ConstantScoreScorer(
                            this,
                            score(),
                            mode,
                            new OneRecord(
                                    look,
                                    concealed,
                                    about.get(),
                                    () -> kept.of(segment, concealed, searcher).documents()));
                }
                var seen = kept.of(segment, concealed, searcher);
                return new ConstantScoreScorer(this, score(), mode, new BitSetIterator(seen.documents(), seen.count()));
            }

            @Override
            public boolean isCacheable(LeafReaderContext segment) {
                return false;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "what may be seen";
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

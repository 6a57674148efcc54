package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/** Those resources of which the values of a composite match together; looked at one by one, after all else has been asked. */
final class TupleQuery extends Query {
    private static final int A_LOOK = 100;

    private final SearchParameter composite;
    private final List<String> asked;

    TupleQuery(SearchParameter composite, List<String> asked) {
        this.composite = composite;
        this.asked = List.copyOf(asked);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public Scorer scorer(LeafReaderContext context) throws IOException {
                var tuples = DocValues.getBinary(context.reader(), Terms.tuples(composite));
                return new ConstantScoreScorer(this, score(), mode, new TwoPhaseIterator(tuples) {
                    @Override
                    public boolean matches() throws IOException {
                        return Tuples.read(composite, tuples.binaryValue()).stream()
                                .anyMatch(tuple -> Parts.match(tuple, asked));
                    }

                    @Override
                    public float matchCost() {
                        return A_LOOK;
                    }
                });
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "tuple";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TupleQuery that
                && composite.key().equals(that.composite.key())
                && asked.equals(that.asked);
    }

    @Override
    public int hashCode() {
        return Objects.hash(composite.key(), asked);
    }
}

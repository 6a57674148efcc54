package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * A query whose clauses are not counted with those of the one around it: so what many patients say, each in words of his own, is
 * never more than one search may have.
 */
final class Enclosed extends Query {
    private static final int MOST = 256;

    private final Query inner;

    Enclosed(Query inner) {
        this.inner = inner;
    }

    /** All of them, or any of them, however many they are. */
    static Query joined(Collection<Query> queries, Occur occur) {
        List<Query> parts = List.copyOf(queries);
        while (parts.size() > MOST) {
            List<Query> fewer = new ArrayList<>();
            for (var from = 0; from < parts.size(); from += MOST) {
                fewer.add(new Enclosed(plain(parts.subList(from, Math.min(parts.size(), from + MOST)), occur)));
            }
            parts = fewer;
        }
        return new Enclosed(plain(parts, occur));
    }

    private static Query plain(Collection<Query> queries, Occur occur) {
        var all = new BooleanQuery.Builder();
        queries.forEach(query -> all.add(query, occur));
        return all.build();
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        return searcher.createWeight(searcher.rewrite(inner), mode, boost);
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "enclosed(" + inner.toString(field) + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Enclosed enclosed && inner.equals(enclosed.inner);
    }

    @Override
    public int hashCode() {
        return 31 * inner.hashCode() + 1;
    }
}

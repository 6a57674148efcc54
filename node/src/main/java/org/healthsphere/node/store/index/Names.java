package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.healthsphere.node.store.ResourceId;

/** Reads which resources the matches are. */
final class Names {
    private Names() {}

    static List<ResourceId> of(IndexSearcher searcher, List<ScoreDoc> hits) throws IOException {
        List<ResourceId> names = new ArrayList<>(hits.size());
        for (var hit : hits) {
            names.add(of(searcher, hit.doc));
        }
        return names;
    }

    private static ResourceId of(IndexSearcher searcher, int document) throws IOException {
        var leaves = searcher.getIndexReader().leaves();
        var leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        var values = DocValues.getBinary(leaf.reader(), Terms.NAME);
        if (!values.advanceExact(document - leaf.docBase)) {
            throw new IllegalStateException("a document of the index names no resource");
        }
        var name = values.binaryValue().utf8ToString();
        var slash = name.indexOf('/');
        return new ResourceId(name.substring(0, slash), name.substring(slash + 1));
    }
}

package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.healthsphere.node.store.ResourceId;

/** Reads which resources the matches are. */
final class Names {
    private static final int NONE = -1;

    private final List<LeafReaderContext> leaves;
    private int opened = NONE;
    private BinaryDocValues values = DocValues.emptyBinary();

    private Names(List<LeafReaderContext> leaves) {
        this.leaves = leaves;
    }

    /** In the order of the hits; read as they lie in the index, so that each of its parts is opened once: values are read onwards only. */
    static List<ResourceId> of(IndexSearcher searcher, List<ScoreDoc> hits) throws IOException {
        var names = new Names(searcher.getIndexReader().leaves());
        var found = new ResourceId[hits.size()];
        var order = IntStream.range(0, found.length)
                .boxed()
                .sorted(Comparator.comparingInt(at -> hits.get(at).doc))
                .toList();
        for (var at : order) {
            found[at] = names.of(hits.get(at).doc);
        }
        return List.of(found);
    }

    private ResourceId of(int document) throws IOException {
        var leaf = ReaderUtil.subIndex(document, leaves);
        if (leaf != opened) {
            values = DocValues.getBinary(leaves.get(leaf).reader(), Terms.NAME);
            opened = leaf;
        }
        if (!values.advanceExact(document - leaves.get(leaf).docBase)) {
            throw new IllegalStateException("a document of the index names no resource");
        }
        var name = values.binaryValue().utf8ToString();
        var slash = name.indexOf('/');
        return new ResourceId(name.substring(0, slash), name.substring(slash + 1));
    }
}

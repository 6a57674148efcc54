package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.FixedBitSet;
import org.healthsphere.node.store.Concealment;

/**
 * What one family of filters lets be seen of each segment, as long as the segment lives: what a search adds is an intersection. When consent
 * has changed since, only the records of those whom it is about are looked at.
 */
final class KeptSight {
    /** A search that looks at what it finds one by one costs more than one that need not: as much as to go through so many. */
    private static final int DOCUMENTS_PER_ASKING = 64;

    private final Map<IndexReader.CacheKey, Seen> kept = new WeakHashMap<>();
    private final Map<IndexReader.CacheKey, Integer> asked = new WeakHashMap<>();

    /**
     * What may be seen of a segment; nobody changes it.
     *
     * @param count of the documents, about
     */
    record Seen(Concealment concealed, FixedBitSet documents, int count) {
        static Seen of(Concealment concealed, FixedBitSet documents) {
            return new Seen(concealed, documents, documents.approximateCardinality());
        }

        Seen in(Concealment another) {
            return new Seen(another, documents, count);
        }
    }

    /** Whether something is known of the segment, or was asked for so often that it is worth knowing. */
    boolean isWorthKnowing(LeafReaderContext segment) {
        synchronized (kept) {
            var key = key(segment);
            return kept.containsKey(key)
                    || asked.merge(key, 1, Integer::sum) > segment.reader().maxDoc() / DOCUMENTS_PER_ASKING;
        }
    }

    private Optional<Seen> known(LeafReaderContext segment) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key(segment)));
        }
    }

    Seen of(LeafReaderContext segment, Concealment concealed, IndexSearcher searcher) throws IOException {
        var look = new Look(segment, concealed, searcher);
        var before = known(segment);
        var now = before.isEmpty() ? Seen.of(concealed, look.atAll()) : since(before.get(), concealed, look);
        synchronized (kept) {
            kept.put(key(segment), now);
        }
        return now;
    }

    private static Seen since(Seen before, Concealment concealed, Look look) throws IOException {
        var apart = concealed.apartFrom(before.concealed());
        if (apart.isEmpty()) {
            return before.in(concealed);
        }
        if (apart.size() > before.documents().length()) {
            return Seen.of(concealed, look.atAll());
        }
        return look.again(before.documents(), apart)
                .map(documents -> Seen.of(concealed, documents))
                .orElseGet(() -> before.in(concealed));
    }

    private static IndexReader.CacheKey key(LeafReaderContext segment) {
        return segment.reader().getCoreCacheHelper().getKey();
    }
}

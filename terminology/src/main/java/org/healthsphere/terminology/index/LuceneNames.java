package org.healthsphere.terminology.index;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** The names of a code system in a Lucene index: one document for each name, with its words, its language and its concept. */
final class LuceneNames implements NameSearch {
    private static final String WORD = "w";
    private static final String LANGUAGE = "l";
    private static final String CONCEPT = "c";
    private static final int BUFFER = 64;

    private static final CollectorManager<Found, RoaringBitmap> FOUND = new CollectorManager<>() {
        @Override
        public Found newCollector() {
            return new Found();
        }

        @Override
        public RoaringBitmap reduce(Collection<Found> parts) {
            var all = new RoaringBitmap();
            parts.forEach(part -> all.or(part.concepts()));
            return all;
        }
    };

    private final IndexSearcher searcher;

    private LuceneNames(DirectoryReader reader) {
        this.searcher = new IndexSearcher(reader);
        this.searcher.setQueryCache(null);
    }

    static LuceneNames open(Directory directory) throws IOException {
        return new LuceneNames(DirectoryReader.open(directory));
    }

    /** Writes the index; nothing is there before it is committed whole. */
    static void write(CodeSystemIndex system, Directory directory) throws IOException {
        var config = new IndexWriterConfig()
                .setRAMBufferSizeMB(BUFFER)
                .setUseCompoundFile(false)
                .setMergeScheduler(new SerialMergeScheduler());
        try (Closeable writer = new IndexWriter(directory, config)) {
            var index = (IndexWriter) writer;
            for (var concept = 0; concept < system.size(); concept++) {
                for (var name : system.names(concept)) {
                    index.addDocument(document(concept, name));
                }
            }
            index.forceMerge(1);
            index.commit();
        }
    }

    private static Document document(int concept, CodeSystemIndex.NameOf name) {
        var document = new Document();
        NameFilter.words(name.text()).stream()
                .distinct()
                .forEach(word -> document.add(new StringField(WORD, word, Field.Store.NO)));
        document.add(new StringField(LANGUAGE, name.language(), Field.Store.NO));
        document.add(new NumericDocValuesField(CONCEPT, concept));
        return document;
    }

    @Override
    public RoaringBitmap find(List<String> words, Set<String> languages, boolean similar) {
        var query = new BooleanQuery.Builder();
        words.forEach(word -> query.add(similar ? like(word) : startingWith(word), Occur.FILTER));
        if (!languages.isEmpty()) {
            var any = new BooleanQuery.Builder();
            languages.forEach(language -> any.add(new TermQuery(new Term(LANGUAGE, language)), Occur.SHOULD)
                    .add(new PrefixQuery(new Term(LANGUAGE, language + "-")), Occur.SHOULD));
            query.add(any.build(), Occur.FILTER);
        }
        try {
            return searcher.search(new ConstantScoreQuery(query.build()), FOUND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            searcher.getIndexReader().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Query startingWith(String word) {
        return new PrefixQuery(new Term(WORD, word));
    }

    private static Query like(String word) {
        var tolerance = Spelling.tolerance(word.length());
        if (tolerance == 0) {
            return startingWith(word);
        }
        var first = word.substring(0, word.offsetByCodePoints(0, 1));
        var near = new LevenshteinAutomata(word.substring(first.length()), true).toAutomaton(tolerance, first);
        var automaton = Operations.concatenate(near, Automata.makeAnyString());
        return new AutomatonQuery(
                new Term(WORD, word), Operations.determinize(automaton, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
    }

    /** Collects the concepts of the names that match. */
    private static final class Found extends SimpleCollector {
        private final RoaringBitmapWriter<RoaringBitmap> concepts =
                RoaringBitmapWriter.writer().get();
        private int last = CodeSystemIndex.NONE;
        private @Nullable NumericDocValues values;

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            values = context.reader().getNumericDocValues(CONCEPT);
        }

        @Override
        public void collect(int document) throws IOException {
            var concept = values;
            if (concept != null && concept.advanceExact(document)) {
                add((int) concept.longValue());
            }
        }

        /** Names come in the order of their concepts. */
        private void add(int concept) {
            if (concept != last) {
                concepts.add(concept);
                last = concept;
            }
        }

        private RoaringBitmap concepts() {
            return concepts.get();
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}

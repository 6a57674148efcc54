package org.healthsphere.node.store.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.NamedPatient;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * The search index, in files of its own beside the store.
 *
 * <p>It takes in the changes of the store in their order and notes with each of its own commits how far it has come; what it had
 * not yet written when the process died, it takes in again. A search sees every change that was committed before it began.
 */
public final class LuceneResourceIndex implements ResourceIndex {
    private final SearchParameters parameters;
    private final CodeRelations relations;
    private final Pointers pointers;
    private final Segments segments;
    private final Filters filters = new Filters();

    private LuceneResourceIndex(
            ResourceStore store, SearchParameters parameters, CodeRelations relations, Directory directory)
            throws IOException {
        this.parameters = parameters;
        this.relations = relations;
        this.pointers = new Pointers(parameters);
        this.segments = new Segments(store, new Documents(parameters), parameters.digest(), directory);
    }

    /** Opens the index in a folder, or begins there; then it is as new as the store. */
    public static LuceneResourceIndex open(ResourceStore store, SearchParameters parameters, Path folder) {
        return open(store, parameters, CodeRelations.NONE, folder);
    }

    /** The same, with a terminology for the modifiers that ask one. */
    public static LuceneResourceIndex open(
            ResourceStore store, SearchParameters parameters, CodeRelations relations, Path folder) {
        return uncheck(() -> new LuceneResourceIndex(store, parameters, relations, NewSegmentsInMemory.over(folder)));
    }

    /** An index that is gone with the process, made anew from the store. */
    public static LuceneResourceIndex inMemory(ResourceStore store, SearchParameters parameters) {
        return inMemory(store, parameters, CodeRelations.NONE);
    }

    /** The same, with a terminology for the modifiers that ask one. */
    public static LuceneResourceIndex inMemory(
            ResourceStore store, SearchParameters parameters, CodeRelations relations) {
        return uncheck(() -> new LuceneResourceIndex(store, parameters, relations, new ByteBuffersDirectory()));
    }

    @Override
    public Outcome<Page> search(Query query, ReleaseFilter filter) {
        try {
            var cursor = query.after().map(Cursor::read);
            return uncheck(() -> segments.search(
                    cursor.map(Cursor::snapshot), searcher -> Outcome.of(page(searcher, query, cursor, filter))));
        } catch (Refused refused) {
            return Outcome.failed(refused.fault());
        }
    }

    private Page page(IndexSearcher searcher, Query query, Optional<Cursor> cursor, ReleaseFilter filter)
            throws IOException {
        if (!query.type().equals(Query.ANY_TYPE) && !parameters.types().contains(query.type())) {
            throw new Refused(query.type(), "is no type of resource that can be searched");
        }
        var order = Order.of(query, parameters);
        var compiled = new Compiler(
                        parameters,
                        relations,
                        searcher,
                        new Compiler.Limits(filters.query(filter, NamedPatient.of(query)), filter.bounds()))
                .compile(query.type(), query.criteria());
        if (query.count() == 0) {
            return new Page(List.of(), searcher.count(compiled), Optional.empty());
        }
        var documents = searcher.getIndexReader().maxDoc();
        var after = cursor.map(c -> c.before(order, documents)).orElse(null);
        // One more than asked, to know whether there is a next page.
        var top = searcher.search(
                compiled, new TopFieldCollectorManager(order.sort(), query.count() + 1, after, Integer.MAX_VALUE));
        return page(searcher, query, top);
    }

    private Page page(IndexSearcher searcher, Query query, TopFieldDocs top) throws IOException {
        var hits = List.of(top.scoreDocs);
        var shown = hits.subList(0, Math.min(query.count(), hits.size()));
        var next = hits.size() > shown.size()
                ? Optional.of(Cursor.after(segments.keep(searcher), (FieldDoc) shown.getLast()))
                : Optional.<String>empty();
        return new Page(Names.of(searcher, shown), top.totalHits.value, next);
    }

    @Override
    public Outcome<Set<ResourceId>> targets(StoredResource resource, Include include) {
        try {
            return Outcome.of(pointers.of(resource, include));
        } catch (Refused refused) {
            return Outcome.failed(refused.fault());
        }
    }

    @Override
    public void catchUp() {
        run(segments::catchUp);
    }

    @Override
    public void forget(Set<ResourceId> erased) {
        run(() -> segments.forget(erased));
    }

    @Override
    public void rebuild() {
        run(segments::rebuild);
    }

    @Override
    public long appliedChange() {
        return segments.appliedChange();
    }

    @Override
    public void close() {
        run(segments::close);
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static void run(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T uncheck(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** The files of the index, and how they follow the store. */
final class Segments {
    /** Raised whenever documents are made differently: then the index makes itself anew. */
    private static final String FORMAT = "3";

    private static final String FORMAT_KEY = "format";
    private static final String APPLIED_KEY = "applied";
    private static final double BUFFER_MB = 32;
    /** So many changes at most are taken in again when a process has died: a second or so. */
    private static final int COMMIT_EVERY = 10_000;

    private static final int KEPT_SECONDS = 300;
    private static final int MOST_KEPT = 64;
    private static final int PLACES = 20;

    private final ResourceStore store;
    private final Documents documents;
    private final String format;
    private final Directory directory;
    private volatile SearcherLifetimeManager kept = new SearcherLifetimeManager();
    private IndexWriter writer;
    private SearcherManager searchers;
    private volatile long applied;
    private long change;
    private long place;
    private int uncommitted;
    private boolean stale;

    /** {@code parameters} names those that the documents are made for. */
    Segments(ResourceStore store, Documents documents, String parameters, Directory directory) throws IOException {
        this.store = store;
        this.documents = documents;
        this.format = FORMAT + ' ' + parameters;
        this.directory = directory;
        this.writer = open(directory);
        this.searchers = new SearcherManager(writer, null);
        applied = appliedBy(writer);
        if (applied < 0 || applied > store.lastChange()) {
            rebuild();
        } else {
            catchUp();
        }
    }

    /** An index that cannot be read is one to make anew. */
    private static IndexWriter open(Directory directory) throws IOException {
        try {
            return new IndexWriter(directory, config(OpenMode.CREATE_OR_APPEND));
        } catch (CorruptIndexException | IndexFormatTooOldException e) {
            return new IndexWriter(directory, config(OpenMode.CREATE));
        }
    }

    private static IndexWriterConfig config(OpenMode mode) {
        return new IndexWriterConfig()
                .setOpenMode(mode)
                .setRAMBufferSizeMB(BUFFER_MB)
                // Where a search follows each change, a segment is one resource: one file of several parts costs more.
                .setUseCompoundFile(false)
                // What is to be forgotten leaves no trace: however few documents of a segment are deleted, it is
                // rewritten.
                .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
                .setCommitOnClose(false);
    }

    /** How far the files have come; negative when another release made them differently. */
    private long appliedBy(IndexWriter writer) {
        var data = writer.getLiveCommitData();
        var applied = 0L;
        if (data != null) {
            for (var entry : data) {
                if (entry.getKey().equals(FORMAT_KEY) && !entry.getValue().equals(format)) {
                    return -1;
                }
                if (entry.getKey().equals(APPLIED_KEY)) {
                    applied = Long.parseLong(entry.getValue());
                }
            }
        }
        return applied;
    }

    @FunctionalInterface
    interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    /** Runs a search that sees all that was committed before. */
    <T> T search(Search<T> search) throws IOException {
        var current = current();
        var searcher = current.acquire();
        try {
            return search.in(searcher);
        } finally {
            current.release(searcher);
        }
    }

    /** The same in the state that an earlier page saw, as long as it is kept. */
    <T> T search(Optional<Long> snapshot, Search<T> search) throws IOException {
        var lifetimes = kept;
        var old = snapshot.isPresent() ? lifetimes.acquire(snapshot.get()) : null;
        if (old == null) {
            return search(search);
        }
        try {
            return search.in(old);
        } finally {
            lifetimes.release(old);
        }
    }

    /** Keeps the state that this search sees for the pages that follow; names it. */
    long keep(IndexSearcher searcher) throws IOException {
        var lifetimes = kept;
        var name = lifetimes.record(searcher);
        var seen = new AtomicInteger();
        lifetimes.prune((age, _) -> age > KEPT_SECONDS || seen.incrementAndGet() > MOST_KEPT);
        return name;
    }

    private synchronized SearcherManager current() throws IOException {
        catchUp();
        if (stale) {
            searchers.maybeRefreshBlocking();
            stale = false;
        }
        return searchers;
    }

    synchronized void catchUp() throws IOException {
        var target = store.lastChange();
        if (target == applied) {
            return;
        }
        try (var changes = store.changesAfter(applied)) {
            for (var changed : (Iterable<StoredResource>) changes::iterator) {
                apply(changed);
            }
        } catch (IOException | RuntimeException e) {
            startOver();
            throw e;
        }
        applied = Math.max(target, change);
        stale = true;
        if (uncommitted >= COMMIT_EVERY || (directory instanceof NewSegmentsInMemory m && m.isNearlyFull())) {
            commit();
        }
    }

    /** Forgets what was taken in by halves: back to what the files hold. */
    private void startOver() throws IOException {
        forget();
        searchers.close();
        writer.rollback();
        writer = open(directory);
        searchers = new SearcherManager(writer, null);
        applied = Math.max(0, appliedBy(writer));
        uncommitted = 0;
    }

    private void apply(StoredResource resource) throws IOException {
        place = resource.change() == change ? place + 1 : 0;
        change = resource.change();
        uncommitted++;
        var name = Terms.term(Terms.name(resource.id().toString()));
        if (resource.deleted()) {
            writer.deleteDocuments(name);
            return;
        }
        var document = documents.of(resource, change << PLACES | place);
        if (resource.version() == 1) {
            writer.addDocument(document);
        } else {
            writer.updateDocument(name, document);
        }
    }

    private void commit() throws IOException {
        writer.setLiveCommitData(
                Map.of(FORMAT_KEY, format, APPLIED_KEY, Long.toString(applied)).entrySet());
        writer.commit();
        uncommitted = 0;
    }

    synchronized void rebuild() throws IOException {
        forget();
        writer.deleteAll();
        applied = 0;
        change = 0;
        catchUp();
        commit();
        stale = true;
    }

    long appliedChange() {
        return applied;
    }

    /** Deletes documents, and rewrites every file that held one of them. */
    void forget(Set<ResourceId> erased) throws IOException {
        delete(erased).forceMergeDeletes();
        endForgetting();
    }

    private synchronized IndexWriter delete(Set<ResourceId> erased) throws IOException {
        catchUp();
        for (var id : erased) {
            writer.deleteDocuments(Terms.term(Terms.name(id.toString())));
        }
        return writer;
    }

    /** Most is merged while others search; what is left is done while nobody writes, so that it comes to an end. */
    private synchronized void endForgetting() throws IOException {
        do {
            // Waits for the merges under way: they carry deleted documents over into new files.
            writer.forceMerge(Integer.MAX_VALUE);
            writer.forceMergeDeletes();
        } while (writer.hasDeletions());
        forget();
        commit();
        searchers.maybeRefreshBlocking();
        writer.deleteUnusedFiles();
        stale = false;
    }

    /** What was kept for pages is of no more use. */
    private void forget() throws IOException {
        kept.close();
        kept = new SearcherLifetimeManager();
    }

    synchronized void close() throws IOException {
        commit();
        kept.close();
        searchers.close();
        writer.close();
        directory.close();
    }
}

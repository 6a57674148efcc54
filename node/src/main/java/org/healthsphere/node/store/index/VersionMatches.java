package org.healthsphere.node.store.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Which of some versions a search would find, were each of them the current one: what is asked of changes as they come. It has the
 * meaning of the index, since it is one, of these versions alone; so what asks after other resources is refused.
 */
public final class VersionMatches {
    private final SearchParameters parameters;
    private final CodeRelations relations;
    private final Documents documents;

    public VersionMatches(SearchParameters parameters, CodeRelations relations) {
        this.parameters = parameters;
        this.relations = relations;
        this.documents = new Documents(parameters);
    }

    private record Asked(String type, List<Criterion> criteria) {}

    /** The criteria; {@link Fault.Invalid} names those that cannot be asked of one version by itself. */
    public Outcome<List<Criterion>> check(String type, List<Criterion> criteria) {
        var chains = criteria.stream()
                .map(Criterion::name)
                .filter(name -> name.startsWith("_has") || name.indexOf('.') >= 0)
                .map(name -> new Problem(name, "asks after other resources, which is not done of a change"))
                .toList();
        if (!chains.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(chains));
        }
        try {
            var _ = of(List.of()).search(new Asked(type, criteria));
            return Outcome.of(criteria);
        } catch (Refused refused) {
            return Outcome.failed(refused.fault());
        }
    }

    /** These versions, none of which is a deletion, ready to be asked. */
    public Batch of(List<StoredResource> versions) {
        try {
            var directory = new ByteBuffersDirectory();
            try (var writer =
                    new IndexWriter(directory, new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE))) {
                for (var i = 0; i < versions.size(); i++) {
                    var _ = writer.addDocument(documents.of(versions.get(i), i));
                }
            }
            return new Batch(versions.size(), new IndexSearcher(DirectoryReader.open(directory)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some versions. All of it is on the heap, and goes when nobody looks at it any longer. */
    public final class Batch {
        private final int size;
        private final IndexSearcher searcher;
        private final Map<Asked, List<Integer>> known = new ConcurrentHashMap<>();

        private Batch(int size, IndexSearcher searcher) {
            this.size = size;
            this.searcher = searcher;
        }

        /** The places in the list of those of a type that meet all of the criteria; the criteria were checked before. */
        public List<Integer> matching(String type, List<Criterion> criteria) {
            return known.computeIfAbsent(new Asked(type, criteria), this::searched);
        }

        private List<Integer> searched(Asked asked) {
            try {
                return search(asked);
            } catch (Refused refused) {
                // Understood once, and not now: the terminology has changed. What cannot be judged is not told.
                return List.of();
            }
        }

        private List<Integer> search(Asked asked) {
            try {
                var compiled = new Compiler(
                                parameters, relations, searcher, new Compiler.Limits(Optional.empty(), Bounds.NONE))
                        .compile(asked.type(), asked.criteria());
                var top = searcher.search(compiled, Math.max(1, size));
                return Stream.of(top.scoreDocs)
                        .map(hit -> hit.doc)
                        .sorted(Comparator.naturalOrder())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

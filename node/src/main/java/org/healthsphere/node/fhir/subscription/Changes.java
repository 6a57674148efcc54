package org.healthsphere.node.fhir.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.healthsphere.node.fhir.subscription.Topic.Trigger;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.node.store.index.VersionMatches;

/**
 * What has changed in the store, some commits at a time. Most subscriptions are at the same place, so the newest batch is kept for
 * the next one who asks, unless somebody in it may have been erased.
 */
final class Changes {
    private static final int AT_ONCE = 200;
    private static final long MOST_BYTES = 16L << 20;

    private final ResourceStore store;
    private final VersionMatches matches;
    private Batch newest;
    private long erasures;

    Changes(ResourceStore store, VersionMatches matches) {
        this.store = store;
        this.matches = matches;
        this.newest = new Batch(0, 0, List.of());
    }

    /** A change, and what it did. */
    record Change(StoredResource version, Trigger kind) {}

    /** The number of the newest one. */
    long last() {
        return store.lastChange();
    }

    /** The commits that follow on a position, whole; at least one when there is one. */
    synchronized Batch after(long position) {
        var erased = store.erasures();
        if (position < newest.from || position >= newest.upTo || erased != erasures) {
            erasures = erased;
            newest = read(position);
        }
        return newest;
    }

    private Batch read(long position) {
        var target = store.lastChange();
        var versions = new ArrayList<StoredResource>();
        var bytes = 0L;
        try (var changes = store.changesAfter(position)) {
            for (var version : (Iterable<StoredResource>) changes::iterator) {
                var full = versions.size() >= AT_ONCE || bytes > MOST_BYTES;
                if (full && version.change() != versions.getLast().change()) {
                    return new Batch(position, versions.getLast().change(), versions);
                }
                versions.add(version);
                bytes += version.json().length();
            }
        }
        var upTo = versions.isEmpty()
                ? target
                : Math.max(target, versions.getLast().change());
        return new Batch(position, upTo, versions);
    }

    /** Some changes in their order. */
    final class Batch {
        private final long from;
        private final long upTo;
        private final List<StoredResource> versions;
        private final Map<String, OfType> byType = new ConcurrentHashMap<>();

        private Batch(long from, long upTo, List<StoredResource> versions) {
            this.from = from;
            this.upTo = upTo;
            this.versions = List.copyOf(versions);
        }

        /** The last change that was looked at for it. */
        long upTo() {
            return upTo;
        }

        /** Those of a topic that come after a position, with what meets all filters. */
        List<Change> matching(Topic topic, List<Criterion> filters, long position) {
            var ofType = byType.computeIfAbsent(
                    topic.type(),
                    type -> new OfType(versions.stream()
                            .filter(v -> v.id().type().equals(type))
                            .toList()));
            return ofType.places(topic.type(), filters).stream()
                    .map(ofType.versions::get)
                    .filter(v -> v.change() > position)
                    .map(v -> new Change(v, kind(v)))
                    .filter(change -> topic.trigger().covers(change.kind()))
                    .toList();
        }
    }

    private Trigger kind(StoredResource version) {
        if (version.deleted()) {
            return Trigger.DELETE;
        }
        return Versions.isNew(version, store::version) ? Trigger.CREATE : Trigger.UPDATE;
    }

    private StoredResource before(StoredResource version) {
        return store.version(version.id(), version.version() - 1).orElse(version);
    }

    /** Those of one type: of a deletion it is asked what was deleted. */
    private final class OfType {
        private final List<StoredResource> versions;
        private Optional<VersionMatches.Batch> contents = Optional.empty();

        OfType(List<StoredResource> versions) {
            this.versions = versions;
        }

        List<Integer> places(String type, List<Criterion> filters) {
            if (versions.isEmpty() || filters.isEmpty()) {
                return IntStream.range(0, versions.size()).boxed().toList();
            }
            return contents().matching(type, filters);
        }

        private synchronized VersionMatches.Batch contents() {
            var known = contents.orElseGet(() -> matches.of(
                    versions.stream().map(v -> v.deleted() ? before(v) : v).toList()));
            contents = Optional.of(known);
            return known;
        }
    }
}

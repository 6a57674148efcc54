package org.healthsphere.node.fhir.subscription;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.fhir.subscription.Changes.Change;
import org.healthsphere.node.release.NotificationGate;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * Finds the events of a subscription in the changes of the store, and gives them their numbers.
 *
 * <p>Only what the subscriber may see is an event, so his numbers tell nothing of what is hidden from him. An event that he has not
 * been told of yet stops being one when it is hidden from him in the meantime, and those after it move up. A number that he has
 * been told stays: then there is nothing in its place when he is told the rest. All methods are called inside of
 * {@link Live#locked}.
 */
final class Progress {
    private static final int UNWRITTEN = 10_000;

    private final ResourceStore store;
    private final Changes changes;
    private final NotificationGate gate;
    private final SubscriptionBook book;

    Progress(ResourceStore store, Changes changes, NotificationGate gate, SubscriptionBook book) {
        this.store = store;
        this.changes = changes;
        this.gate = gate;
        this.book = book;
    }

    /** Takes in what has changed since; false when consent is not known well enough to say what of it is an event. */
    boolean catchUp(Live live) {
        if (live.agreed().isEmpty()) {
            return true;
        }
        var terms = live.agreed().get().terms();
        var target = changes.last();
        while (live.cursor().position() < target) {
            var position = live.cursor().position();
            var batch = changes.after(position);
            var found = batch.matching(terms.topic(), terms.filters(), position);
            if (!take(live, found, batch.upTo())) {
                return false;
            }
        }
        return true;
    }

    private boolean take(Live live, List<Change> found, long upTo) {
        var before = live.cursor();
        if (found.isEmpty()) {
            move(live, before.at(upTo));
            return true;
        }
        return seen(live, found.stream().map(Change::version).toList())
                .map(seen -> {
                    var events = new ArrayList<Event>();
                    found.stream()
                            .filter(c -> seen.contains(c.version()))
                            .forEach(c -> events.add(event(before.count() + events.size() + 1, c)));
                    rewrite(live, before.count() + 1, events, before.at(upTo).counting(before.count() + events.size()));
                    return true;
                })
                .orElse(false);
    }

    private static Event event(long number, Change change) {
        var version = change.version();
        return new Event(number, version.id(), version.version(), version.lastUpdated(), change.kind());
    }

    /** A place that means nothing to anybody is written down now and then: until then it is found again. */
    private void move(Live live, Cursor to) {
        live.moveTo(to);
        if (to.position() / UNWRITTEN != book.cursor(live.subscription().id()).position() / UNWRITTEN) {
            book.put(live.subscription().id(), to);
        }
    }

    private void rewrite(Live live, long from, List<Event> events, Cursor cursor) {
        // What is no longer kept cannot be judged anew.
        var settled = cursor.tellingTo(Math.max(cursor.told(), cursor.count() - SubscriptionBook.KEPT));
        if (events.isEmpty()) {
            book.put(live.subscription().id(), settled);
        } else {
            book.rewrite(live.subscription().id(), from, events, settled);
        }
        live.moveTo(settled);
    }

    /** Judges anew what he has not been told of; false when that cannot be done now. */
    boolean settle(Live live) {
        var cursor = live.cursor();
        var untold = book.events(live.subscription().id(), cursor.told() + 1, cursor.count());
        return visible(live, untold)
                .map(visible -> {
                    if (visible.size() < untold.size()) {
                        var moved = new ArrayList<Event>();
                        visible.forEach(e -> moved.add(e.numbered(cursor.told() + moved.size() + 1)));
                        rewrite(live, cursor.told() + 1, moved, cursor.counting(cursor.told() + moved.size()));
                    }
                    return true;
                })
                .orElse(false);
    }

    /** Those of these events that may be seen now; nothing when that is not known. */
    Optional<List<Event>> visible(Live live, List<Event> events) {
        var versions = events.stream()
                .flatMap(e -> store.version(e.id(), e.version()).stream())
                .toList();
        return seen(live, versions).map(seen -> {
            var names = seen.stream().map(StoredResource::toString).collect(Collectors.toSet());
            return events.stream()
                    .filter(e -> names.contains(e.id() + "/_history/" + e.version()))
                    .toList();
        });
    }

    private Optional<Set<StoredResource>> seen(Live live, List<StoredResource> versions) {
        if (versions.isEmpty()) {
            return Optional.of(Set.of());
        }
        var access = live.subscription()
                .owner()
                .access(Subscription.TYPE + '/' + live.subscription().id());
        return switch (gate.visible(access, versions)) {
            case Outcome.Success<List<StoredResource>>(var visible) -> {
                Set<StoredResource> set = Collections.newSetFromMap(new IdentityHashMap<>());
                set.addAll(visible);
                yield Optional.of(set);
            }
            case Outcome.Failure<List<StoredResource>> _ -> Optional.empty();
        };
    }

    /** The number of his newest event, which he is told now: what is not known well enough is not counted. */
    long tell(Live live) {
        if (!catchUp(live) || !settle(live)) {
            return live.cursor().told();
        }
        var cursor = live.cursor();
        if (cursor.told() < cursor.count()) {
            var told = cursor.tellingTo(cursor.count());
            book.put(live.subscription().id(), told);
            live.moveTo(told);
        }
        return cursor.count();
    }
}

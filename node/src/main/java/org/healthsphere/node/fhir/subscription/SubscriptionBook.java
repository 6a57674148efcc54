package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/**
 * What outlives the process: the subscriptions, how far each has come, and its newest events.
 *
 * <p>Events are written before the cursor that counts them. What was written and not counted when the process died was told to
 * nobody; it is found anew and written over.
 */
final class SubscriptionBook {
    /** So many events of each are kept, to be told again. */
    static final int KEPT = 1_000;

    private static final String EVENTS = "subscription-events";
    private static final int PAGE = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final ResourceStore store;

    SubscriptionBook(ResourceStore store) {
        this.store = store;
    }

    /** All of them; what is left of others that were being removed when the process died goes now. */
    List<Subscription> open() {
        var all = marks(Subscription.SPACE).map(Subscription::of).toList();
        var ids = all.stream().map(Subscription::id).collect(Collectors.toSet());
        marks(Cursor.SPACE).map(Mark::key).filter(id -> !ids.contains(id)).forEach(this::forget);
        return all;
    }

    private Stream<Mark> marks(String space) {
        try (var marks = store.marks(space)) {
            return marks.toList().stream();
        }
    }

    void put(Subscription subscription) {
        store.putMark(subscription.mark());
    }

    void remove(String id) {
        store.removeMark(Subscription.SPACE, id);
        forget(id);
    }

    private void forget(String id) {
        marks(EVENTS)
                .map(Mark::key)
                .filter(key -> key.startsWith(id + '/'))
                .forEach(key -> store.removeMark(EVENTS, key));
        store.removeMark(Cursor.SPACE, id);
    }

    Cursor cursor(String id) {
        return store.mark(Cursor.SPACE, id).map(Cursor::of).orElseGet(() -> Cursor.begin(0));
    }

    void put(String id, Cursor cursor) {
        store.putMark(cursor.mark(id));
    }

    /** Those with the numbers from one to another, as far as they are kept. */
    List<Event> events(String id, long from, long to) {
        var first = Math.max(1, from);
        return first > to
                ? List.of()
                : LongStream.rangeClosed(first / PAGE, to / PAGE)
                        .boxed()
                        .flatMap(page -> page(id, page).stream())
                        .filter(e -> e.number() >= first && e.number() <= to)
                        .toList();
    }

    /** Puts these in the place of all from that number on, and counts to the last of them. */
    void rewrite(String id, long from, List<Event> events, Cursor cursor) {
        var pages = new TreeMap<Long, List<Event>>();
        pages.put(from / PAGE, new ArrayList<>(events(id, from / PAGE * PAGE, from - 1)));
        events.forEach(e ->
                pages.computeIfAbsent(e.number() / PAGE, _ -> new ArrayList<>()).add(e));
        pages.forEach((page, all) -> store.putMark(new Mark(EVENTS, key(id, page), written(all))));
        put(id, cursor);
        LongStream.range(Math.max(0, firstPage(from)), firstPage(cursor.count()))
                .forEach(page -> store.removeMark(EVENTS, key(id, page)));
    }

    private static long firstPage(long count) {
        return Math.max(0, count - KEPT) / PAGE;
    }

    private List<Event> page(String id, long page) {
        return store.mark(EVENTS, key(id, page)).map(SubscriptionBook::read).orElse(List.of());
    }

    private static Bytes written(List<Event> events) {
        var array = JsonNodeFactory.instance.arrayNode();
        events.forEach(e -> array.add(e.json()));
        return Bytes.utf8(array.toString());
    }

    private static List<Event> read(Bytes page) {
        try {
            return JSON.readTree(page.utf8()).valueStream().map(Event::of).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events are kept in a form that this release does not write", e);
        }
    }

    private static String key(String id, long page) {
        return id + '/' + page;
    }
}

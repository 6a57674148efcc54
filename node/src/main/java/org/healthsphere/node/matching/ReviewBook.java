package org.healthsphere.node.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.matching.Review.Event;
import org.healthsphere.node.matching.Review.Step;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * The reviews, in the store: sealed, copied, backed up and erased with it. Nothing is ever changed in it, only added.
 *
 * <p>Each of the two has a mark of his own that names him alone, so that whoever is erased is in none.
 */
final class ReviewBook {
    private static final String SPACE = "match-review";
    private static final int ID_LETTERS = 32;
    private static final JsonMapper JSON = new JsonMapper();

    private final ResourceStore store;

    ReviewBook(ResourceStore store) {
        this.store = store;
    }

    static String id(String one, String other) {
        var first = one.compareTo(other) < 0 ? one : other;
        var second = first.equals(one) ? other : one;
        return Sha256.of(first + " " + second).toString().substring(0, ID_LETTERS);
    }

    /** Whether these two were ever proposed, whatever came of it. */
    boolean has(String one, String other) {
        return store.mark(SPACE, id(one, other) + ".one").isPresent();
    }

    void open(String one, String other, Event event) {
        var id = id(one, other);
        store.putMark(new Mark(SPACE, id + ".one", Bytes.utf8(one)).about(one));
        store.putMark(new Mark(SPACE, id + ".other", Bytes.utf8(other)).about(other));
        add(id, one, 0, event);
    }

    void add(Review review, Event event) {
        add(review.id(), review.one(), review.history().size(), event);
    }

    private void add(String id, String about, int number, Event event) {
        var json = JSON.createObjectNode()
                .put("at", event.at().toString())
                .put("by", event.by())
                .put("step", event.step().name());
        store.putMark(new Mark(SPACE, "%s.%05d".formatted(id, number), Bytes.utf8(json.toString())).about(about));
    }

    Optional<Review> find(String id) {
        return all().stream().filter(review -> review.id().equals(id)).findFirst();
    }

    /** Those of whom nobody was erased. */
    List<Review> all() {
        Map<String, Map<String, Bytes>> read = new TreeMap<>();
        try (var marks = store.marks(SPACE)) {
            marks.forEach(mark -> {
                var dot = mark.key().indexOf('.');
                read.computeIfAbsent(mark.key().substring(0, dot), _ -> new TreeMap<>())
                        .put(mark.key().substring(dot + 1), mark.value());
            });
        }
        var all = new ArrayList<Review>();
        read.forEach((id, parts) -> review(id, new HashMap<>(parts)).ifPresent(all::add));
        return all;
    }

    private static Optional<Review> review(String id, Map<String, Bytes> parts) {
        var one = Optional.ofNullable(parts.remove("one"));
        var other = Optional.ofNullable(parts.remove("other"));
        if (one.isEmpty() || other.isEmpty() || parts.isEmpty()) {
            return Optional.empty();
        }
        var history =
                new TreeMap<>(parts).values().stream().map(ReviewBook::event).toList();
        return Optional.of(new Review(id, one.get().utf8(), other.get().utf8(), history));
    }

    private static Event event(Bytes value) {
        try {
            JsonNode json = JSON.readTree(value.array());
            return new Event(
                    Instant.parse(json.path("at").asText()),
                    json.path("by").asText(),
                    Step.valueOf(json.path("step").asText()));
        } catch (IOException e) {
            throw new IllegalStateException("a review that is no JSON", e);
        }
    }
}

package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.specs.Bytes;

/**
 * How far a subscriber has come.
 *
 * @param position the change of the store up to which it was looked for events
 * @param count the number of the newest event
 * @param told the highest number that he has been told of: those stay as they are, the others do not count until he is
 * @param delivered the highest number that he has taken
 */
record Cursor(long position, long count, long told, long delivered) {
    static final String SPACE = "subscription-cursor";

    static Cursor begin(long position) {
        return new Cursor(position, 0, 0, 0);
    }

    Cursor at(long change) {
        return new Cursor(change, count, told, delivered);
    }

    Cursor counting(long events) {
        return new Cursor(position, events, told, delivered);
    }

    Cursor tellingTo(long number) {
        return new Cursor(position, count, number, delivered);
    }

    Cursor deliveredTo(long number) {
        return new Cursor(position, count, Math.max(told, number), Math.max(delivered, number));
    }

    long waiting() {
        return count - delivered;
    }

    Mark mark(String id) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("position", position)
                .put("count", count)
                .put("told", told)
                .put("delivered", delivered);
        return new Mark(SPACE, id, Bytes.utf8(json.toString()));
    }

    static Cursor of(Bytes mark) {
        var json = Subscription.tree(mark);
        return new Cursor(
                json.path("position").asLong(),
                json.path("count").asLong(),
                json.path("told").asLong(),
                json.path("delivered").asLong());
    }
}

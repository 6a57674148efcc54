package org.healthsphere.node.cluster;

import java.util.List;
import org.healthsphere.specs.Bytes;

/** What one process asks of another. */
public sealed interface Request {

    /**
     * Whether the other would have this one as head.
     *
     * @param trial only whether it would: nothing changes by being asked
     */
    record Canvass(long term, int candidate, Position last, boolean trial) implements Request {}

    /**
     * The head's word: what follows on what the other has, and how far a majority has it.
     *
     * @param previous the commit on which these follow
     * @param keys that seal them, to be durable before they are
     * @param certain to a process that lost its disk: who has all of this has all that it ever acknowledged
     */
    record Append(
            long term, int head, Position previous, List<Entry> entries, long settled, Slots keys, boolean certain)
            implements Request {
        public Append {
            entries = List.copyOf(entries);
        }

        long last() {
            return previous.change() + entries.size();
        }
    }

    /** How far a reader must see who begins now; the head alone knows. */
    record Look() implements Request {}

    /** What the other says of itself: where it listens, as its node wrote it. */
    record Introduce() implements Request {}

    /** Something that came to one process and is for the head to take in. */
    record Hand(Bytes what) implements Request {}

    /** What the other has noted of who saw what, from this byte on. */
    record Listen(long from) implements Request {}

    /**
     * A commit, by what two processes know that it is the same.
     *
     * @param stamp tells apart commits of one number and term in folders that are no copies of each other; 0 when not known
     */
    record Position(long change, long term, long stamp) {}

    /**
     * Keys as they lie in their file, wrapped, and in their order.
     *
     * @param first the number of the first
     */
    record Slots(int first, List<Bytes> slots) {
        public static final Slots NONE = new Slots(1, List.of());

        public Slots {
            slots = List.copyOf(slots);
        }

        int next() {
            return first + slots.size();
        }
    }
}

package org.healthsphere.keys.sealing;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Lets each message in once.
 *
 * <p>It remembers a message until it would be too old anyway, and at most so many: when it is full it lets nobody in. What
 * came before it began to remember is not known, so messages from before then are refused.
 */
public final class ReplayGuard {
    private final int capacity;
    private final Instant since;
    private final Set<Message> seen = new HashSet<>();
    private final PriorityQueue<Entry> byEnd = new PriorityQueue<>(Comparator.comparing(Entry::end));

    public ReplayGuard(int capacity, Instant since) {
        this.capacity = capacity;
        this.since = since;
    }

    synchronized Outcome<EnvelopeHeader> admit(EnvelopeHeader header, Instant end, Instant now) {
        forget(now);
        if (header.issuedAt().isBefore(since)) {
            return Outcome.failed(new Fault.Unauthenticated("the envelope is from before this node started"));
        }
        var message = new Message(header.from(), header.messageId());
        if (seen.contains(message)) {
            return Outcome.failed(new Fault.Conflict("the envelope was received before"));
        }
        if (seen.size() >= capacity) {
            return Outcome.failed(new Fault.TooMany("envelopes within the time that they are remembered"));
        }
        seen.add(message);
        byEnd.add(new Entry(message, end));
        return Outcome.of(header);
    }

    /** How many messages are remembered. */
    public synchronized int size() {
        return seen.size();
    }

    private void forget(Instant now) {
        for (var oldest = byEnd.peek(); oldest != null && oldest.end().isBefore(now); oldest = byEnd.peek()) {
            byEnd.remove(oldest);
            seen.remove(oldest.message());
        }
    }

    private record Message(NodeId from, String id) {}

    private record Entry(Message message, Instant end) {}
}

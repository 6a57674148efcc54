package org.healthsphere.node.ingest.mllp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who are connected, and whose turn it is with a large message. For one event loop, that of the listener. */
final class Senders {
    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    private final Bounds bounds;
    // Who brought a message last is last.
    private final Set<Connection> connected = new LinkedHashSet<>();
    private final Set<Connection> large = new HashSet<>();
    private final Deque<Connection> asking = new ArrayDeque<>();
    private final Traffic traffic;
    private boolean full;

    Senders(Bounds bounds, Traffic traffic) {
        this.bounds = bounds;
        this.traffic = traffic;
    }

    Traffic traffic() {
        return traffic;
    }

    /**
     * Whether one more may come.
     *
     * <p>When there are as many as may be, who has been silent for longest leaves, with all that he sent answered: a sender who
     * opens connections and forgets them harms himself. When nobody is silent, nobody comes.
     */
    boolean admit(Connection one) {
        if (connected.size() >= bounds.connections()) {
            if (!full) {
                LOG.warn("{} connections are open: who is silent for longest leaves for one more", connected.size());
            }
            full = true;
            connected.stream().filter(Connection::isSilent).findFirst().ifPresent(silent -> {
                traffic.displaced().increment();
                leave(silent);
                silent.end();
            });
        } else {
            full = false;
        }
        var admitted = connected.size() < bounds.connections() && connected.add(one);
        (admitted ? traffic.open() : traffic.refused()).increment();
        return admitted;
    }

    /** This one has just brought something. */
    void heard(Connection one) {
        if (connected.remove(one)) {
            connected.add(one);
        }
    }

    void leave(Connection one) {
        if (connected.remove(one)) {
            traffic.open().decrement();
        }
        small(one);
    }

    /** Whether it is this one's turn with a large message; if not, it will be told when it is. */
    boolean large(Connection one) {
        if (large.contains(one)) {
            return true;
        }
        if (large.size() < bounds.large()) {
            return large.add(one);
        }
        if (!asking.contains(one)) {
            asking.add(one);
        }
        return false;
    }

    /** It has no large message any more. */
    void small(Connection one) {
        asking.remove(one);
        if (large.remove(one) && !asking.isEmpty()) {
            var next = asking.remove();
            large.add(next);
            next.turn();
        }
    }
}

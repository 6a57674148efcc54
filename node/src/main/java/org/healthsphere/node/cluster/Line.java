package org.healthsphere.node.cluster;

import java.time.Duration;
import org.healthsphere.specs.Outcome;

/** The way to the other processes of this node. */
@FunctionalInterface
public interface Line {
    /** Asks and waits, but no longer than so; {@link org.healthsphere.specs.Fault.Unavailable} when no answer comes. */
    Outcome<Reply> ask(int member, Request request, Duration patience);
}

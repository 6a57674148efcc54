package org.healthsphere.node.fhir.subscription;

import java.time.Duration;
import org.healthsphere.specs.Bytes;

/** An open connection to a subscriber who waits at its other end. */
public interface Line {
    /** Sends it, and is back when it has left or this time is over. */
    Delivery send(Bytes message, Duration longest);

    /** Nothing more will be sent. */
    void close();
}

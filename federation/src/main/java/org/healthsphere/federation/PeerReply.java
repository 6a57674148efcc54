package org.healthsphere.federation;

import java.time.Duration;
import org.healthsphere.specs.Bytes;

/** What the way to another member came to. */
public sealed interface PeerReply {
    /** How long the asker waited until it knew. */
    Duration after();

    /** It answered, with a sealed envelope. */
    record Replied(Bytes sealed, Duration after) implements PeerReply {}

    /** It did not answer in time. */
    record Late(Duration after) implements PeerReply {}

    /** There was no connection, or none to whom the certificate names. */
    record Unreachable(Duration after) implements PeerReply {}

    /** It answered and would not take the request; the status of HTTP, for the operator. */
    record Refused(int status, Duration after) implements PeerReply {}
}

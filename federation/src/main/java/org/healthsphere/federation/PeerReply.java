package org.healthsphere.federation;

import org.healthsphere.specs.Bytes;

/** What the way to another member came to. */
public sealed interface PeerReply {

    /** It answered, with a sealed envelope. */
    record Replied(Bytes sealed) implements PeerReply {}

    /** It did not answer in time. */
    record Late() implements PeerReply {}

    /** There was no connection, or none to whom the certificate names. */
    record Unreachable() implements PeerReply {}

    /** It answered and would not take the request; the status of HTTP, for the operator. */
    record Refused(int status) implements PeerReply {}
}

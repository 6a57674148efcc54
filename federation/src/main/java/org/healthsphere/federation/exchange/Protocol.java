package org.healthsphere.federation.exchange;

import java.util.Set;

/** The versions of the record exchange that this release speaks, and what its envelopes are called. */
final class Protocol {
    static final int VERSION = 1;
    static final Set<Integer> SUPPORTED = Set.of(VERSION);

    static final String QUERY = "record.query";
    static final String ANSWER = "record.answer";

    private Protocol() {}
}

package org.healthsphere.federation.exchange;

import java.util.Set;

/**
 * The versions of the record exchange that this release speaks, and what its envelopes are called.
 *
 * <p>A message is written in the oldest version that can say it. Version 2 is version 1 and {@code filter.only}: certain resources.
 */
final class Protocol {
    static final int FIRST = 1;
    static final int ONLY_CERTAIN_RESOURCES = 2;
    static final Set<Integer> SUPPORTED = Set.of(FIRST, ONLY_CERTAIN_RESOURCES);

    static final String QUERY = "record.query";
    static final String ANSWER = "record.answer";

    private Protocol() {}
}

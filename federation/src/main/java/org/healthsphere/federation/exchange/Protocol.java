package org.healthsphere.federation.exchange;

import java.util.Set;

/**
 * The versions of the record exchange that this release speaks, and what its envelopes are called.
 *
 * <p>A message is written in the oldest version that can say it. Version 2 is version 1 and {@code filter.only}: certain resources. Version 3
 * is version 2 and answers that are too long for one envelope, which are fetched in pieces.
 */
final class Protocol {
    static final int FIRST = 1;
    static final int ONLY_CERTAIN_RESOURCES = 2;
    static final int PIECES = 3;

    /** What is answered by who can keep no long answer. */
    static final Set<Integer> SUPPORTED = Set.of(FIRST, ONLY_CERTAIN_RESOURCES);

    static final Set<Integer> WITH_PIECES = Set.of(FIRST, ONLY_CERTAIN_RESOURCES, PIECES);

    static final String QUERY = "record.query";
    static final String ANSWER = "record.answer";
    static final String PIECE_QUERY = "record.piece";
    static final String PIECE = "record.piece.answer";

    private Protocol() {}

    /** Whether a member has said that it speaks this version, and not the one in which it was asked. */
    static boolean isSpoken(int version, MemberAnswer answer) {
        return answer instanceof MemberAnswer.VersionMismatch(var supported) && supported.contains(version);
    }
}

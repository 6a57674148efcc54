package org.healthsphere.consent;

import java.util.Optional;

/** What the consent view answers, with the height of the ledger that it knew. */
public sealed interface Decision {
    long height();

    /**
     * Everything but what stays hidden may be released.
     *
     * @param consent the directive that permits; empty when the network's own policy does
     */
    record Permitted(Optional<String> consent, long height, Hidden hidden) implements Decision {}

    /**
     * Nothing may be released. The ground is for audit and receipt; outside it equals "no data".
     *
     * @param consent the directive that denies, if one does
     */
    record Denied(Ground ground, Optional<String> consent, long height) implements Decision {}

    /** Why not. */
    enum Ground {
        /** The view has not caught up with the ledger since the node started. */
        NOT_READY("the consent view is not ready"),
        /** Nobody has vouched for what the view knows for longer than is allowed. */
        LEDGER_STALE("the consent view is stale"),
        NOT_A_MEMBER("the requester's hospital is not a member"),
        DIRECTIVE("a directive of the patient denies"),
        /** A directive is there whose terms this node cannot open, or cannot enforce. */
        UNENFORCEABLE("a directive of the patient cannot be enforced here"),
        NO_PERMISSION("nothing permits it");

        private final String words;

        Ground(String words) {
            this.words = words;
        }

        /** The ground in words for people. */
        public String words() {
            return words;
        }
    }
}

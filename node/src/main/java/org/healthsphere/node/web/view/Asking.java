package org.healthsphere.node.web.view;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.Caller;

/**
 * One request of a signed-in person.
 *
 * @param correlation names the request in audit, receipt, log, and on the error page
 * @param hand with what he signs
 */
public record Asking(Caller caller, String correlation, Hand hand) {
    /** Of somebody who signs nothing by it. */
    public Asking(Caller caller, String correlation) {
        this(caller, correlation, Hand.EMPTY);
    }

    /**
     * What somebody signs with.
     *
     * @param passkey the one that he came in with
     * @param answers of passkeys to what they were asked to sign, in that order
     * @param address from where
     */
    public record Hand(Optional<String> passkey, List<String> answers, String address) {
        public static final Hand EMPTY = new Hand(Optional.empty(), List.of(), "");

        public Hand {
            answers = List.copyOf(answers);
        }

        @Override
        public String toString() {
            return "Hand[" + answers.size() + "]";
        }
    }
}

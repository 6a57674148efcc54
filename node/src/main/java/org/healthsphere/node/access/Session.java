package org.healthsphere.node.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who has signed in.
 *
 * @param id names the session where its secret must not be: it opens nothing
 * @param name how pages address him
 * @param csrf what every form of his carries back
 * @param proven how he last proved who he is
 * @param acting in whose record he is for whom he acts, and not in his own
 */
public record Session(
        String id, Caller caller, String name, String csrf, Instant opened, Proven proven, Optional<Acting> acting) {
    /**
     * That somebody acts for another.
     *
     * @param whose what pages call the other one
     * @param decides whether he decides for the other one, as a guardian does
     */
    public record Acting(String whose, boolean decides) {
        @Override
        public String toString() {
            return "Acting[REDACTED]";
        }
    }

    @Override
    public String toString() {
        return "Session[" + id + ", " + caller + "]";
    }
}

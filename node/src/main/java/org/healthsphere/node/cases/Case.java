package org.healthsphere.node.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * A question of a patient about one look at his record.
 *
 * @param patient whose record it is
 * @param question in his words
 */
public record Case(
        String id, String patient, About about, String question, Instant asked, Optional<Answer> answer) {

    /**
     * The look, as it was told to the patient.
     *
     * @param look its id on his pages
     * @param correlation names the request in the audit
     * @param who as the pages name him
     * @param kinds of entries that were shown
     */
    public record About(
            String look,
            String correlation,
            String who,
            Role role,
            NodeId member,
            PurposeOfUse purpose,
            List<String> kinds,
            Instant at) {
        public About {
            kinds = List.copyOf(kinds);
        }

        @Override
        public String toString() {
            return "About[" + correlation + "]";
        }
    }

    /**
     * What the hospital says.
     *
     * @param by the steward's name
     */
    public record Answer(Finding finding, String words, String by, Instant at) {
        @Override
        public String toString() {
            return "Answer[" + finding + "]";
        }
    }

    /** Whether it was right. */
    public enum Finding {
        IN_ORDER,
        NOT_IN_ORDER
    }

    public boolean isOpen() {
        return answer.isEmpty();
    }

    Case answeredBy(Answer given) {
        return new Case(id, patient, about, question, asked, Optional.of(given));
    }

    @Override
    public String toString() {
        return "Case[" + id + "]";
    }
}

package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Person;

/**
 * The search for a patient.
 *
 * @param problem names the text that says what is missing; empty if nothing is
 * @param hits none before the first search
 */
public record FindView(PatientQuery query, String problem, Optional<List<Hit>> hits) {
    static final FindView EMPTY =
            new FindView(new PatientQuery(Optional.empty(), Optional.empty(), Optional.empty()), "", Optional.empty());

    /** A patient who was found, under a handle. */
    public record Hit(String handle, Person person) {}

    public boolean foundTooMany() {
        return hits.filter(found -> found.size() >= DeskPages.MOST_HITS).isPresent();
    }
}

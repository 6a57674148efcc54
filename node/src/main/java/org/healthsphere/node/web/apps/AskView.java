package org.healthsphere.node.web.apps;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.smart.Authorizations.Question;
import org.healthsphere.node.web.desk.FindView;
import org.healthsphere.node.web.desk.PatientQuery;

/**
 * What somebody is asked.
 *
 * @param request its name in the address
 * @param own whether it is about the reader's own record
 * @param search for whose record it shall be, where that is to be chosen
 */
public record AskView(String request, Question question, List<Wanted.Choice> choices, boolean own, Search search) {
    /**
     * Whose record it shall be.
     *
     * @param hits empty as long as nobody was looked for
     */
    public record Search(PatientQuery query, Optional<List<FindView.Hit>> hits, String problem) {
        static final Search NONE = new Search(
                new PatientQuery(Optional.empty(), Optional.empty(), Optional.empty()), Optional.empty(), "");
    }

    /** What it wants to see. */
    public List<Wanted.Choice> seen() {
        return choices.stream().filter(choice -> !choice.changes()).toList();
    }

    /** What it wants to change. */
    public List<Wanted.Choice> changed() {
        return choices.stream().filter(Wanted.Choice::changes).toList();
    }

    /** Whether there is somebody yet whose record it is about, or nobody is needed. */
    public boolean canBeAllowed() {
        return !question.choosesPatient()
                || search.hits().filter(hits -> !hits.isEmpty()).isPresent();
    }

    @Override
    public String toString() {
        return "AskView[REDACTED]";
    }
}

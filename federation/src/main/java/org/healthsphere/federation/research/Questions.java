package org.healthsphere.federation.research;

import java.util.Arrays;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The question in a proposal. */
final class Questions {
    private Questions() {}

    /** The question, if it is one and in the one spelling by which all members know it. */
    static Outcome<CohortQuery> read(Proposal proposal) {
        var json = CanonicalJson.of(proposal.query());
        return CohortQuery.parse(json)
                .then(query -> Arrays.equals(query.canonical().json().array(), json)
                        ? Outcome.of(query)
                        : Outcome.failed(new Fault.Invalid("not in canonical form")));
    }
}

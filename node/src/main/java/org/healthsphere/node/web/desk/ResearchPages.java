package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.specs.Outcome;

/** What the researcher's pages need. */
public interface ResearchPages {
    /** What can be asked about. */
    Choices choices();

    Outcome<Budget> budget(Asking by);

    /**
     * Asks every hospital. The budget is debited before the number is released; a budget that does not suffice is
     * {@link org.healthsphere.specs.Fault.TooCostly} and costs nothing.
     */
    Outcome<Release> ask(Asking by, CohortQuestion question);

    /** The caller's releases, newest first. */
    Outcome<List<Release>> releases(Asking by);

    Outcome<Release> release(Asking by, String id);

    /** The signed certificate, which anybody can verify. */
    Outcome<Download> certificate(Asking by, String release);
}

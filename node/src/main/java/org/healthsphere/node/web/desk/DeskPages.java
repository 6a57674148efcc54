package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.function.Consumer;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.specs.Outcome;

/** What the clinician's pages need. */
public interface DeskPages {
    /** The most that one search finds; who finds as many is asked to be more precise. */
    int MOST_HITS = 20;

    /** Patients of this hospital, best match first, at most {@link #MOST_HITS}. */
    Outcome<List<PatientHit>> find(Asking by, PatientQuery query);

    /**
     * Asks the network. Nothing in the answer hints at what consent keeps back.
     *
     * @param heard is told of each hospital that has answered, while others are waited for
     */
    Outcome<MergedView> open(Asking by, String patient, Grounds grounds, Consumer<SiteAnswer> heard);

    /** The same for who waits until all is there. */
    default Outcome<MergedView> open(Asking by, String patient, Grounds grounds) {
        return open(by, patient, grounds, _ -> {});
    }

    /** Breaks the glass: on the ledger, in the audit, and told to the patient, before it returns. Its id opens the record. */
    Outcome<String> breakGlass(Asking by, String patient, String reason);

    /** The International Patient Summary of what {@link #open} shows on these grounds. */
    Outcome<Download> summary(Asking by, String patient, Grounds grounds);

    /** The same as a Continuity of Care Document of C-CDA. */
    Outcome<Download> continuity(Asking by, String patient, Grounds grounds);
}

package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What the pages about studies need: those of the researcher who asks, and those of the steward who decides. */
public interface StudiesPages {
    /** The caller's own, newest first. */
    List<StudyCard> studies(Asking by);

    /** Registers a study and shows it to every hospital; its id. */
    Outcome<String> propose(Asking by, Bytes document);

    Outcome<StudySheet> study(Asking by, String id);

    /** Computes an analysis, or finds what was told of it before. */
    Outcome<ResultSheet> run(Asking by, String id, int analysis);

    /** What was told of an analysis. */
    Outcome<ResultSheet> result(Asking by, String id, int analysis);

    /** The same as a file. */
    Outcome<Download> export(Asking by, String id, int analysis, Format format);

    /** What is asked of this hospital's patients. */
    List<ProposalSheet> proposals(Asking by);

    /** What all studies together have spent at this hospital, and may. */
    Outcome<Budget> spending(Asking by);

    Outcome<ProposalSheet> decide(Asking by, String plan, boolean approve);

    /** In which form a result is taken away. */
    enum Format {
        CERTIFICATE,
        CSV,
        R,
        PYTHON
    }
}

package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What the page needs on which a cohort is built. A cohort is a document; nothing is kept between two steps. */
public interface CohortPages {
    /** Concepts whose names have all of these words, or the one that is named by its system and code. */
    List<ConceptHit> concepts(String words);

    /** The cohort in its one spelling, and what it means. */
    Outcome<CohortSheet> shown(Bytes cohort);

    /** The same with one more criterion that must hold; none yet is an empty document. */
    Outcome<CohortSheet> with(Bytes cohort, CriterionForm criterion);

    /** The same without one of its steps, counted from 0. */
    Outcome<CohortSheet> without(Bytes cohort, int step);

    /** A cohort of another language. */
    Outcome<CohortSheet> imported(String language, Bytes document);

    /** How many patients leave at each step and how many stay, with noise; the caller's account pays. */
    Outcome<CohortSheet> counted(Asking by, Bytes cohort);

    /** The document of a study of this cohort, to be finished. */
    String study(Bytes cohort);

    Outcome<Budget> budget(Asking by);
}

package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.page.Form;

/**
 * The page on which a cohort is built.
 *
 * @param form what was filled in last
 * @param problems why it could not be taken
 */
public record CohortView(
        Optional<CohortSheet> sheet, Budget budget, Form form, List<ConceptHit> found, List<String> problems) {
    public CohortView {
        found = List.copyOf(found);
        problems = List.copyOf(problems);
    }

    public String document() {
        return sheet.map(CohortSheet::document).orElse("");
    }

    /** The steps of the cohort in words of this language. */
    public List<String> steps(String language) {
        return sheet.map(known -> known.steps().in(language)).orElse(List.of());
    }

    public List<String> kinds() {
        return CriterionForm.KINDS;
    }
}

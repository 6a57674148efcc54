package org.healthsphere.node.web.desk;

import java.util.List;

/**
 * The researcher's studies.
 *
 * @param draft what was sent and could not be taken
 * @param problems why
 */
public record StudiesView(List<StudyCard> studies, String draft, List<String> problems) {
    public StudiesView {
        studies = List.copyOf(studies);
        problems = List.copyOf(problems);
    }
}

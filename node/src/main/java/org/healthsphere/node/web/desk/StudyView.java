package org.healthsphere.node.web.desk;

import java.util.List;

/**
 * The question, what it costs, what was asked before.
 *
 * @param once makes this form good for one question
 */
public record StudyView(Choices choices, Budget budget, List<Release> releases, CohortForm form, String once) {
    public StudyView {
        releases = List.copyOf(releases);
    }
}

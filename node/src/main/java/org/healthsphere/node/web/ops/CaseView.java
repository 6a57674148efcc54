package org.healthsphere.node.web.ops;

import java.util.Arrays;
import java.util.List;
import org.healthsphere.node.cases.Case;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Hospital;

/**
 * One question, and what is being answered.
 *
 * @param hospital from where somebody looked
 * @param words as they were typed
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record CaseView(Case question, Hospital hospital, String words, String problem) {
    public List<Category> kinds() {
        return Arrays.stream(Category.values())
                .filter(kind -> question.about().kinds().contains(kind.name()))
                .toList();
    }

    @Override
    public String toString() {
        return "CaseView[" + question.id() + "]";
    }
}

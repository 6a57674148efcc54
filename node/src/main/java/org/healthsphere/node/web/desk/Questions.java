package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.page.Messages;
import org.healthsphere.node.web.page.Messages.Segment;

/** A question as a sentence. */
public final class Questions {
    private Questions() {}

    public static List<Segment> sentence(Messages m, CohortQuestion question) {
        var age =
                question.minimumAge() == 0 ? m.text("question.anyAge") : m.text("question.age", question.minimumAge());
        var condition = question.condition().name();
        return question.limit()
                .map(limit -> m.rich(
                        "question.limited",
                        condition,
                        age,
                        limit.lab().name(),
                        m.text(
                                "question." + limit.side().name(),
                                limit.value().toPlainString(),
                                limit.lab().unit())))
                .orElseGet(() -> m.rich("question.plain", condition, age));
    }
}

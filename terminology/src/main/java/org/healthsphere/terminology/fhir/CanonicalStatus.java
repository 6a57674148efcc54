package org.healthsphere.terminology.fhir;

import java.util.Optional;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;

/** Why relying on a resource deserves a warning: it is on its way out, or not yet all it will be. */
enum CanonicalStatus {
    DEPRECATED("warning-deprecated", Message.MSG_DEPRECATED),
    WITHDRAWN("warning-withdrawn", Message.MSG_WITHDRAWN),
    RETIRED("warning-retired", Message.MSG_RETIRED),
    EXPERIMENTAL("warning-experimental", Message.MSG_EXPERIMENTAL),
    DRAFT("warning-draft", Message.MSG_DRAFT);

    private final String parameter;
    private final Message message;

    CanonicalStatus(String parameter, Message message) {
        this.parameter = parameter;
        this.message = message;
    }

    /** The name under which an expansion warns. */
    String parameter() {
        return parameter;
    }

    /** As $validate-code warns. */
    Issue issue(String canonical, String type) {
        return Issue.of(Severity.INFORMATION, Kind.STATUS, "", message, canonical, type);
    }

    /** The warning that what one resource says of another deserves; what is no better itself is not warned. */
    static Optional<CanonicalStatus> of(Standing standing, Standing by) {
        if (standing.standardsStatus().equals("deprecated")) {
            return Optional.of(DEPRECATED);
        }
        if (standing.standardsStatus().equals("withdrawn")) {
            return Optional.of(WITHDRAWN);
        }
        if (standing.status().equals("retired")) {
            return Optional.of(RETIRED);
        }
        if (standing.experimental()) {
            return by.experimental() ? Optional.empty() : Optional.of(EXPERIMENTAL);
        }
        return isDraft(standing) && !isDraft(by) ? Optional.of(DRAFT) : Optional.empty();
    }

    private static boolean isDraft(Standing standing) {
        return standing.status().equals("draft") || standing.standardsStatus().equals("draft");
    }
}

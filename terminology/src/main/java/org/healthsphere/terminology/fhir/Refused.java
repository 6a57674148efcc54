package org.healthsphere.terminology.fhir;

import java.util.List;

/**
 * Leaves an operation that cannot be carried out, from however deep inside a value set; it never leaves the package.
 *
 * <p>Has no stack trace: it is an answer, not a defect.
 */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Issue> issues;
    private final int status;
    private final boolean inTheAnswer;
    private final String unknownSystem;

    private Refused(List<Issue> issues, int status, boolean inTheAnswer, String unknownSystem) {
        super(issues.getFirst().id(), null, false, false);
        this.issues = List.copyOf(issues);
        this.status = status;
        this.inTheAnswer = inTheAnswer;
        this.unknownSystem = unknownSystem;
    }

    /** The request is answered with this status and an OperationOutcome. */
    static Refused request(int status, Issue issue) {
        return new Refused(List.of(issue), status, false, "");
    }

    /** The code is answered to be not valid, for this reason; an operation that has no such answer refuses the request. */
    static Refused code(Issue issue) {
        return new Refused(List.of(issue), 422, true, "");
    }

    /** As {@link #code}, and the system that is to blame is named. */
    static Refused unknownSystem(String system, List<Issue> issues) {
        return new Refused(issues, 422, true, system);
    }

    List<Issue> issues() {
        return issues;
    }

    int status() {
        return status;
    }

    boolean isInTheAnswer() {
        return inTheAnswer;
    }

    /** Canonical of the system nobody knows; empty when that is not why. */
    String unknownSystem() {
        return unknownSystem;
    }
}

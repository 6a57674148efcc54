package org.healthsphere.specs;

import java.util.List;

/**
 * The closed list of reasons for which a node declines. Each case has one HTTP status and one FHIR issue type.
 *
 * <p>No text in here may hold health data: faults are logged, and they travel to other members.
 */
public sealed interface Fault {

    /** There is no such thing here, or the caller may not learn that there is. */
    record NotFound(String what) implements Fault {}

    /** It was here and has been deleted. */
    record Gone(String what) implements Fault {}

    /** The caller has not shown who he is. */
    record Unauthenticated(String ground) implements Fault {}

    /** The caller is known and may not do this. */
    record Forbidden(String ground) implements Fault {}

    /** The request cannot be understood; every problem found is listed. */
    record Invalid(List<Problem> problems) implements Fault {
        public Invalid {
            problems = nonEmpty(problems);
        }

        /** One problem with the request as a whole. */
        public Invalid(String what) {
            this(List.of(new Problem("", what)));
        }
    }

    /** The request is understood and breaks a rule of its content; every problem found is listed. */
    record Unprocessable(List<Problem> problems) implements Fault {
        public Unprocessable {
            problems = nonEmpty(problems);
        }
    }

    /** The request contradicts what is already there. */
    record Conflict(String what) implements Fault {}

    /** The caller worked from a version that is no longer the current one, or pinned one that is not held here. */
    record VersionMismatch(String what) implements Fault {}

    /** The caller must slow down. */
    record TooMany(String what) implements Fault {}

    /** The answer would cost more than one request may cost. */
    record TooCostly(String what) implements Fault {}

    /** The answer was not ready at the deadline. */
    record Timeout(String part) implements Fault {}

    /** A part that the answer needs is not there now. */
    record Unavailable(String part) implements Fault {}

    /**
     * One thing that is wrong.
     *
     * @param at where: a FHIRPath of the element, a parameter, a configuration key; empty for the whole
     * @param what what is wrong there and what would be right
     */
    record Problem(String at, String what) {
        @Override
        public String toString() {
            return at.isEmpty() ? what : at + ": " + what;
        }
    }

    private static List<Problem> nonEmpty(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refused request has at least one problem");
        }
        return List.copyOf(problems);
    }
}

package org.healthsphere.federation.research.analysis;

import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;

/** The one place that words why an analysis has no result. No text tells a value of a row. */
final class Refusals {
    private Refusals() {}

    static Fault shape(String part, int rows) {
        return fault(part, "must have one number for each of the " + rows + " rows");
    }

    static Fault times() {
        return fault("times", "has a value that is not a finite number of at least 0");
    }

    static Fault notFinite(String part) {
        return fault(part, "has a value that is missing, not a number or infinite");
    }

    static Fault response(String admitted) {
        return fault("response", "has a value that is not " + admitted);
    }

    static Fault terms(String what) {
        return fault("terms", what);
    }

    static Fault tooFewRows(long rows, int terms) {
        return fault("rows", rows + " are too few to estimate " + terms + " coefficients");
    }

    static Fault noEvents() {
        return fault("events", "there are none");
    }

    static Fault rankDeficiency(String term) {
        return fault(term, "is constant or a linear combination of the terms before it (rank deficiency)");
    }

    static Fault separation(String term) {
        return fault(
                term,
                "has no finite estimate: the terms tell apart all events from what is not one (separation, monotone likelihood)");
    }

    static Fault notConverged(int rounds) {
        return fault("iterations", "no convergence within " + rounds + " rounds");
    }

    static Fault overflow() {
        return fault("statistics", "a sum is not a finite number");
    }

    static Fault groups(String what) {
        return fault("groups", what);
    }

    static Fault incomparable(String group) {
        return fault(
                "groups",
                group + " cannot be compared: when there are events, nobody is at risk in it or nobody else is");
    }

    private static Fault fault(String at, String what) {
        return new Fault.Unprocessable(List.of(new Problem(at, what)));
    }
}

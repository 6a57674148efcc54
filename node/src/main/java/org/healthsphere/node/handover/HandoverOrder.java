package org.healthsphere.node.handover;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * What somebody wants handed over.
 *
 * @param patient his id here
 * @param words why, or what happened: for who reads it there
 */
public record HandoverOrder(String patient, NodeId to, HandoverKind kind, String words, boolean urgent) {
    private static final int LONGEST = 2_000;

    /** The same, unless nobody could make anything of it; {@link Fault.Invalid} names each field. */
    Outcome<HandoverOrder> checked() {
        List<Problem> problems = new ArrayList<>();
        if (words.isBlank() || words.length() > LONGEST) {
            problems.add(new Problem("words", "must say in at most " + LONGEST + " letters what it is about"));
        }
        if (words.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            problems.add(new Problem("words", "must be plain text"));
        }
        return problems.isEmpty() ? Outcome.of(this) : Outcome.failed(new Fault.Invalid(problems));
    }

    @Override
    public String toString() {
        return "HandoverOrder[" + kind + " to " + to + "]";
    }
}

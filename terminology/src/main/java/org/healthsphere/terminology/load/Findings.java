package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;

/** What is wrong with a release, by file, row and column, and what was left out of it. */
final class Findings {
    /** Who sees so many has seen enough. */
    private static final int MOST = 50;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long more;

    /** A row that cannot be taken, so the release cannot. */
    void add(String at, String what) {
        if (problems.size() < MOST) {
            problems.add(new Problem(at, what));
        } else {
            more++;
        }
    }

    /** Something that is left out or not understood, and changes nothing of the rest. */
    void note(String note) {
        notes.add(note);
    }

    boolean areEmpty() {
        return problems.isEmpty();
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    Fault fault() {
        var all = new ArrayList<>(problems);
        if (more > 0) {
            all.add(new Problem("", "and " + more + " more problems"));
        }
        return new Fault.Invalid(all);
    }
}

package org.healthsphere.node.cluster;

import java.util.ArrayList;
import java.util.List;

/** What a process must remember of the elections it took part in, whatever happens to it. */
public interface Ballots {
    State load();

    /** Durable on return. */
    void save(State state);

    /**
     * What is remembered.
     *
     * @param term the newest that was heard of
     * @param vote who had this process's vote in it; 0: nobody
     * @param whole whether it has, or had before it fell behind, all that was ever settled: who lost his disk may not say who is
     *     to be head, since he does not know what he had acknowledged
     * @param runs in which terms the commits were written, oldest first
     */
    record State(long term, int vote, boolean whole, List<Run> runs) {
        public static final State NEW = new State(0, 0, false, List.of());

        public State {
            runs = List.copyOf(runs);
        }

        /** The term in which this commit was written; 0 for those from before there were several processes. */
        long termOf(long change) {
            for (var i = runs.size() - 1; i >= 0; i--) {
                if (runs.get(i).first() <= change) {
                    return runs.get(i).term();
                }
            }
            return 0;
        }

        /** The first commit of the run that this one is in; 1 for those of before. */
        long beginOf(long change) {
            return runs.stream()
                    .mapToLong(Run::first)
                    .filter(first -> first <= change)
                    .max()
                    .orElse(1);
        }

        State in(long newer) {
            return new State(newer, 0, whole, runs);
        }

        State voting(int candidate) {
            return new State(term, candidate, whole, runs);
        }

        State made() {
            return new State(term, vote, true, runs);
        }

        /** From this commit on they are of this term. */
        State beginning(long newTerm, long first) {
            var all = new ArrayList<>(cut(first).runs);
            all.add(new Run(newTerm, first));
            return new State(term, vote, whole, all);
        }

        /** Without this commit and those after it. */
        State cut(long first) {
            return new State(
                    term,
                    vote,
                    whole,
                    runs.stream().filter(run -> run.first() < first).toList());
        }
    }

    /** Commits of one term, up to the next run. */
    record Run(long term, long first) {}
}

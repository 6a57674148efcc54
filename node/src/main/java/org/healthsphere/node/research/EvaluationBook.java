package org.healthsphere.node.research;

import org.healthsphere.federation.research.tokens.EvaluationMeter;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** How many inputs this node has helped each member to turn into tokens of each study; in its store, so that a restart is no new beginning. */
public final class EvaluationBook implements EvaluationMeter {
    private static final String EVALUATIONS = "study-evaluations";

    private final ResourceStore store;
    private final long most;

    /**
     * A book.
     *
     * @param most for one member in one study
     */
    public EvaluationBook(ResourceStore store, long most) {
        this.store = store;
        this.most = most;
    }

    @Override
    public synchronized Outcome<Long> take(Sha256 plan, NodeId member, int count) {
        var key = plan + "-" + member;
        var before = store.mark(EVALUATIONS, key)
                .map(bytes -> Long.parseLong(bytes.utf8()))
                .orElse(0L);
        if (before + count > most) {
            return Outcome.failed(new Fault.TooMany("tokens of one study"));
        }
        store.putMark(new Mark(EVALUATIONS, key, Bytes.utf8(Long.toString(before + count))));
        return Outcome.of(before + count);
    }
}

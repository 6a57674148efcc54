package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.healthsphere.federation.research.StudyCoordinator;
import org.healthsphere.federation.research.StudyParticipant;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Runs questions from this node: the other members are asked over the wire, this one directly. */
public final class Studies {
    private final NodeId self;
    private final StudyCoordinator coordinator;
    private final StudyParticipant local;
    private final Carrier carrier;

    /** The way to the other members. */
    public interface Carrier {
        /** Their answers to these messages; who does not answer in time is not among them. */
        Map<NodeId, Bytes> carry(Map<NodeId, Bytes> messages);
    }

    /** A released answer. */
    public record Answer(Bytes certificate, boolean stored) {}

    public Studies(NodeId self, StudyCoordinator coordinator, StudyParticipant local, Carrier carrier) {
        this.self = self;
        this.coordinator = coordinator;
        this.local = local;
        this.carrier = carrier;
    }

    /** Asks these members, of which this node may be one, and waits for what comes of it. */
    public Outcome<Answer> ask(CohortQuery query, Set<NodeId> members) {
        return coordinator.begin(query, members).then(run -> {
            var step = run.start();
            while (step instanceof StudyStep.Ask(var messages)) {
                step = run.next(replies(messages));
            }
            return switch (step) {
                case StudyStep.Released(var document, var stored) -> Outcome.of(new Answer(document, stored));
                case StudyStep.Failed failed -> Outcome.failed(failed.fault());
                case StudyStep.Ask _ -> Outcome.failed(new Fault.Unavailable("the run stopped halfway"));
            };
        });
    }

    private Map<NodeId, Bytes> replies(Map<NodeId, Bytes> messages) {
        Map<NodeId, Bytes> others = new HashMap<>(messages);
        var mine = others.remove(self);
        Map<NodeId, Bytes> replies = new HashMap<>(carrier.carry(others));
        if (mine != null && local.answer(mine) instanceof Outcome.Success<Bytes>(var reply)) {
            replies.put(self, reply);
        }
        return replies;
    }
}

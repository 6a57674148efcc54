package org.healthsphere.federation.research;

import java.util.Map;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;

/** What a coordinator's run needs next, or what it came to. */
public sealed interface StudyStep {

    /** These messages must go to these members; their answers go to {@link StudyRun#next}. */
    record Ask(Map<NodeId, Bytes> messages) implements StudyStep {
        public Ask {
            messages = Map.copyOf(messages);
        }
    }

    /**
     * The answer.
     *
     * @param document the signed certificate, as {@link ReleaseCertificates#verify} takes it
     * @param stored whether it was released before and cost nothing this time
     */
    record Released(Bytes document, boolean stored) implements StudyStep {}

    /** There is no answer; and why those members that were lost did not take part. */
    record Failed(Fault fault, Map<NodeId, Ground> absent) implements StudyStep {
        public Failed {
            absent = Map.copyOf(absent);
        }
    }
}

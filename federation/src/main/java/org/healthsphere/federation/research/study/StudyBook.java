package org.healthsphere.federation.research.study;

import java.util.List;
import java.util.Set;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What this hospital has decided about studies, and what it has given away for them; durable. */
public interface StudyBook {

    /** How a study stands here. */
    Verdict verdict(Sha256 plan);

    /** A decision; none of it depends on what records hold. */
    sealed interface Verdict {
        /**
         * It may be computed.
         *
         * @param limitMicros what it may spend here, in millionths of rho
         */
        record Approved(StudyPlan plan, long limitMicros) implements Verdict {}

        record Declined(Ground ground) implements Verdict {}
    }

    /**
     * Notes, before the first sum of a run is opened, what it rests on.
     *
     * <p>{@link org.healthsphere.specs.Fault.Conflict} when the same exact analysis was opened before with other hospitals or on other records:
     * the difference of the two would be what they do not have in common.
     */
    Outcome<Opened> opening(Opened opened);

    /**
     * What is opened.
     *
     * @param exact whether without noise
     */
    record Opened(Sha256 plan, int analysis, boolean exact, Set<NodeId> members, StudyRecords.Frame frame) {
        public Opened {
            members = Set.copyOf(members);
        }
    }

    /** Notes, before this hospital signs a release, whose records are in it: they will be told. */
    Outcome<Counted> counted(Counted counted);

    /**
     * Who was counted.
     *
     * @param frame what the numbers rest on
     * @param patients their ids here
     */
    record Counted(StudyPlan plan, int analysis, Sha256 run, StudyRecords.Frame frame, List<String> patients) {
        public Counted {
            patients = List.copyOf(patients);
        }
    }
}

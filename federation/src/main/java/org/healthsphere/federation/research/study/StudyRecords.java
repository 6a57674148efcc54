package org.healthsphere.federation.research.study;

import java.util.List;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.MappingCoverage;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The records of this hospital, as far as a study may use them now. */
public interface StudyRecords {
    /**
     * The patients whose consent permits what this study is for, at this moment, with what it permits of their records, frozen. A consent that is
     * withdrawn later is missing from the next one.
     *
     * <p>{@link org.healthsphere.specs.Fault.Unavailable} when what patients allow is not known freshly enough.
     */
    Outcome<Frozen> freeze(StudyPlan plan);

    /**
     * Facts that do not change any more.
     *
     * @param patients the ids of those in the table, in its order
     * @param coverage how far all of them are coded
     */
    record Frozen(FactTable facts, List<String> patients, Frame frame, MappingCoverage coverage) {
        public Frozen {
            patients = List.copyOf(patients);
        }
    }

    /**
     * What an answer rests on, as others may know it.
     *
     * @param consents root of a Merkle tree of who permits the use, and what of their records is hidden: by it the hospital can show anybody
     *     later that he was among them, or that he was not
     * @param content digest of all facts under a key of this hospital, which can show an auditor that these were the facts; nobody else learns from
     *     it what they are
     */
    record Frame(Snapshot snapshot, Sha256 consents, Sha256 content) {}
}

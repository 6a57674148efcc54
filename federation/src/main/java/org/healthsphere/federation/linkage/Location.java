package org.healthsphere.federation.linkage;

import java.util.List;
import java.util.Set;

/** What looking for somebody came to. */
public sealed interface Location {
    /** It is this one. */
    record Found(Candidate patient, Grade grade) implements Location {}

    /** It may be one of these, best first: a person decides, and until then it is nobody. */
    record Doubtful(List<Candidate> candidates) implements Location {
        public Doubtful {
            candidates = List.copyOf(candidates);
        }
    }

    /** There is nobody like that. */
    record Nobody() implements Location {}

    /** FHIR's MatchGrade, as far as a match is taken without asking anybody. */
    enum Grade {
        CERTAIN,
        PROBABLE
    }

    /**
     * Somebody who resembles the one looked for.
     *
     * @param patient id at this node
     * @param bits by how much it is more than a coincidence: the logarithm to base 2
     * @param agreed the keys on which both agree
     * @param doubts what speaks against it
     */
    record Candidate(String patient, double bits, Set<MatchKey> agreed, Set<Doubt> doubts) {
        public Candidate {
            agreed = Set.copyOf(agreed);
            doubts = Set.copyOf(doubts);
        }
    }

    /** What keeps a resemblance from being a match. */
    enum Doubt {
        /** What agrees could be a coincidence. */
        LITTLE_EVIDENCE,
        /** Nothing that agrees tells members of one household apart: neither a given name nor a national identifier. */
        PERSON_IN_HOUSEHOLD,
        /** Not even the year of birth agrees. */
        YEAR_OF_BIRTH,
        OTHER_GENDER,
        OTHER_NATIONAL_ID
    }
}

package org.healthsphere.federation.research;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.healthsphere.federation.research.cohort.CanonicalQuery;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.privacy.LaplaceNoise;
import org.healthsphere.federation.research.privacy.NoiseMargin;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * What was released, on what it rests, and what it cost; the same for the one who reads it in ten years as for those who made it.
 *
 * <p>A patient known to several members is counted at each of them. So the sensitivity is the number of members that were
 * counted, and the noise is scaled to it: the epsilon holds for a patient as a whole.
 *
 * @param counted the members whose numbers are in the sum, by name
 * @param absent the other members that were asked, by name
 */
public record ReleaseCertificate(
        Question question, Round round, List<Counted> counted, List<Absent> absent, List<Cell> result, Instant time) {
    public ReleaseCertificate {
        counted = List.copyOf(counted);
        absent = List.copyOf(absent);
        result = List.copyOf(result);
    }

    /**
     * What was asked.
     *
     * @param pins what its concepts meant, the same at every member that was counted
     */
    public record Question(CohortQuery query, List<Pin> pins) {
        public Question {
            pins = List.copyOf(pins);
        }

        public CanonicalQuery canonical() {
            return query.canonical();
        }
    }

    /**
     * How it was asked.
     *
     * @param proposal digest of the signed proposal
     * @param roster digest of the signed admissions
     */
    public record Round(NodeId coordinator, Sha256 proposal, Sha256 roster, Terms terms) {}

    /**
     * A member that was counted.
     *
     * @param share digest of its signed masked share
     * @param paid the debit that it made before
     * @param coverage how far its records are coded in the systems of the question: where they are not, it counts too few
     */
    public record Counted(NodeId member, Snapshot snapshot, Sha256 share, Paid paid, List<Coverage> coverage) {
        public Counted {
            coverage = List.copyOf(coverage);
        }

        /** The id of the debit. */
        public Sha256 debit() {
            return paid.debit();
        }

        /** The height at which the ledger has the debit. */
        public long debitHeight() {
            return paid.height();
        }
    }

    /** A debit, and the height at which the ledger has it. */
    public record Paid(Sha256 debit, long height) {}

    /** A member that was asked and is not in the sum. */
    public record Absent(NodeId member, Ground ground) {}

    /** A number of the answer; empty when it is suppressed, because with its noise it was below the threshold. */
    public record Cell(String name, OptionalLong value) {}

    /** By how much one patient can change the sum of all cells. */
    public int sensitivity() {
        return counted.size();
    }

    /** With 95 % probability a true number lies at most so far from the released one. */
    public long margin() {
        var noise = new LaplaceNoise(question.query().epsilonMicros(), sensitivity());
        return NoiseMargin.of(noise, counted.size(), round.terms().honest(counted.size()));
    }
}

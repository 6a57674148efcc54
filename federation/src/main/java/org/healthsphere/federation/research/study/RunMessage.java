package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.aggregation.Deal;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.aggregation.Reveal;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.healthsphere.federation.research.cohort.Coverage;

/**
 * What a coordinator and the hospitals of an analysis say to each other, in the order in which they say it. The run is the digest of the
 * signed beginning, and binds everything after it.
 */
sealed interface RunMessage {

    /** Coordinator to all: this analysis of a study that they have approved. */
    record Begin(String nonce, Instant notAfter, Sha256 plan, int analysis, List<Pin> pins) implements RunMessage {
        public Begin {
            pins = List.copyOf(pins);
        }
    }

    /** What a coordinator says to those that take part, with the signed statements that it follows from. */
    record Call(Step step, Sha256 run, int round, List<JsonNode> said, Optional<JsonNode> certificate)
            implements RunMessage {
        public Call {
            said = List.copyOf(said);
        }

        static Call of(Step step, Sha256 run, int round, List<JsonNode> said) {
            return new Call(step, run, round, said, Optional.empty());
        }
    }

    /** What is asked for. */
    enum Step {
        /** Shown all admissions: agree to the roster. */
        AGREE,
        /** Shown all agreements: deal shares of the first masks. */
        DEAL,
        /** Shown what was dealt, or opened in the round before: send masked numbers. */
        MASK,
        /** Shown all masked numbers: open the sum of them. */
        OPEN,
        /** Shown what was opened at last: sign the release. */
        CERTIFY
    }

    /** What a hospital answers. */
    sealed interface Reply extends RunMessage {
        Sha256 run();
    }

    /** Takes part, on this snapshot of its records and consents, which are coded like this, with these keys. */
    record Admitted(Sha256 run, StudyRecords.Frame frame, List<Coverage> coverage, PublicKeys keys) implements Reply {
        public Admitted {
            coverage = List.copyOf(coverage);
        }
    }

    /** Does not, or no longer, take part. */
    record Declined(Sha256 run, Ground ground) implements Reply {}

    /** Agrees to the roster, with an encapsulated secret for each member after it in the alphabet. */
    record Agreed(Sha256 run, Sha256 roster, Map<NodeId, Bytes> encapsulations) implements Reply {
        public Agreed {
            encapsulations = Map.copyOf(encapsulations);
        }
    }

    /** Shares of the keys of its masks. */
    record Dealt(Sha256 run, Deal deal) implements Reply {}

    /** Its numbers, masked, and what paid for them where there is noise. */
    record Masked(Sha256 run, int round, MaskedVector vector, Optional<Paid> paid) implements Reply {}

    /** A debit and the height at which the ledger has it. */
    record Paid(Sha256 debit, long height) {}

    /** What opens the sum of a round, and its shares for the next one. */
    record Opened(Sha256 run, int round, Reveal reveal, Deal next) implements Reply {}

    /** Its signature of the release. */
    record Certified(Sha256 run, Bytes signature) implements Reply {}
}

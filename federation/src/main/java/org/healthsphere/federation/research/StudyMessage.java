package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsphere.federation.research.ReleaseCertificate.Paid;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * What coordinator and participants say to each other, in the order in which they say it.
 *
 * <p>The round is the digest of the signed proposal: it binds everything after it to the question, the terms, the attempt and
 * the nonce. The roster is the digest of the admissions: it binds to the members, their snapshots and their keys.
 */
sealed interface StudyMessage {

    /** What a coordinator says to those that take part. */
    sealed interface Call extends StudyMessage {
        Sha256 round();
    }

    /** What a participant answers. */
    sealed interface Reply extends StudyMessage {
        Sha256 round();
    }

    /** Coordinator to all: the question. */
    record Proposal(String nonce, Instant notAfter, JsonNode query, List<Pin> pins, Terms terms)
            implements StudyMessage {
        public Proposal {
            pins = List.copyOf(pins);
        }
    }

    /** Participant: takes part, on this snapshot, with these keys. */
    record Admission(Sha256 round, Snapshot snapshot, PublicKeys keys) implements Reply {}

    /** Participant: does not, or no longer, take part. */
    record Refusal(Sha256 round, Ground ground) implements Reply {}

    /** Coordinator to the roster: the signed admissions of all of it. */
    record RosterCall(Sha256 round, List<JsonNode> admissions) implements Call {
        public RosterCall {
            admissions = List.copyOf(admissions);
        }
    }

    /** Participant: agrees to the roster, with an encapsulated secret for each member after it in the alphabet. */
    record KeyShares(Sha256 round, Sha256 roster, Map<NodeId, Bytes> encapsulations) implements Reply {
        public KeyShares {
            encapsulations = Map.copyOf(encapsulations);
        }
    }

    /** Coordinator to the roster: the signed key shares of all of it, which prove that all agreed to one roster. */
    record ShareCall(Sha256 round, List<JsonNode> keyShares) implements Call {
        public ShareCall {
            keyShares = List.copyOf(keyShares);
        }
    }

    /** Participant: its masked numbers, what paid for them before, and how far the records are coded from which they come. */
    record MaskedShare(Sha256 round, Sha256 roster, MaskedVector vector, Paid paid, List<Coverage> coverage)
            implements Reply {
        public MaskedShare {
            coverage = List.copyOf(coverage);
        }
    }

    /** Coordinator to the roster: the certificate, and the signed masked shares that it comes from. */
    record CertificateCall(Sha256 round, JsonNode certificate, List<JsonNode> shares) implements Call {
        public CertificateCall {
            shares = List.copyOf(shares);
        }
    }

    /** Participant: its signature of the certificate. */
    record Countersignature(Sha256 round, Bytes signature) implements Reply {}
}

package org.healthsphere.consent;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/**
 * What is said on the ledger. None of it is health data, and none of it links a patient between two members: ids are random,
 * handles and patient keys are one per relationship of a patient and a member.
 */
public sealed interface Directive {

    /** A patient's key, as one member came to know it. The member vouches that it belongs to whoever holds the handle. */
    record RegisterKey(NodeId custodian, VerificationKey key) implements Directive {}

    /**
     * A consent.
     *
     * @param id 128 random bits in hexadecimal, chosen by the patient's app
     * @param custodian the member whose records it speaks about, and the only one that can read its terms
     * @param handle by which the custodian finds its patient, and nobody else
     * @param digest HMAC-SHA-256 of the canonical FHIR Consent under a salt that is among the terms
     * @param purposes what it speaks about at all; the terms may narrow it
     * @param key thumbprint of the registered patient key that signed
     * @param signature ES256 over {@link #signedBytes}
     * @param terms the FHIR Consent and its salt, sealed for the custodian; never stored in a block
     */
    record Grant(
            String id,
            NodeId custodian,
            String handle,
            Sha256 digest,
            Set<PurposeOfUse> purposes,
            Instant notAfter,
            Sha256 key,
            Bytes signature,
            Bytes terms)
            implements Directive {
        public Grant {
            purposes = Set.copyOf(purposes);
        }

        /** What the patient signs: the operation and everything that the ledger shows of it, in canonical JSON. */
        public Bytes signedBytes() {
            return SignedForm.of(this);
        }

        /** The same grant, with these terms: none, for whoever may not read them. */
        public Grant withTerms(Bytes other) {
            return new Grant(id, custodian, handle, digest, purposes, notAfter, key, signature, other);
        }
    }

    /** The end of a consent, for ever. A new yes is a new id. */
    record Revoke(String id, Sha256 key, Bytes signature) implements Directive {
        public Bytes signedBytes() {
            return SignedForm.ofRevocation(id);
        }
    }

    /** The glass was broken. The digest covers who asked for whom and why; the words stay with the custodian. */
    record BreakGlass(String id, NodeId custodian, String handle, NodeId requester, Sha256 digest)
            implements Directive {}

    /**
     * A hospital takes part from here on.
     *
     * @param certificate SHA-256 of the DER of its member certificate
     * @param card what the others need to speak with it, its public keys above all, in canonical JSON; at most 8,192 characters
     */
    record AdmitMember(NodeId member, String organization, String endpoint, Sha256 certificate, String card)
            implements Directive {}

    /** A hospital takes part no longer. */
    record SuspendMember(NodeId member) implements Directive {}

    /**
     * Which certificates the network's authority has taken back, as of now; it replaces the list before it.
     *
     * <p>The ledger takes the founder's word that this is a list. Whoever reads it checks the authority's signature himself.
     *
     * @param list the authority's signed list in DER (RFC 5280, section 5), at most 49,152 bytes
     */
    record PublishRevocations(Bytes list) implements Directive {}

    /**
     * A privacy budget was spent, before the result that it pays for was released.
     *
     * @param id of the debit, chosen by the caller, so that a repeated submission debits once
     * @param epsilonMicros the pure epsilon spent, in millionths
     * @param limitMicros the most that this study may spend at this member; the ledger refuses what would exceed it
     */
    record Debit(String id, String study, NodeId member, long epsilonMicros, long limitMicros) implements Directive {}

    /** A statistic was released: digest of its certificate. */
    record Release(String id, String study, Sha256 certificate) implements Directive {}

    /** A member's audit log had this head at this count of entries. */
    record AnchorLog(NodeId member, long entries, Sha256 head) implements Directive {}
}

package org.healthsphere.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * What is said on the ledger. None of it is health data, and none of it links a patient between two members: ids are random,
 * handles and patient keys are one per relationship of a patient and a member.
 */
public sealed interface Directive {

    /** A patient's key, as one member came to know it. The member vouches that it belongs to whoever holds the handle. */
    record RegisterKey(NodeId custodian, VerificationKey key, Optional<Sha256> relyingParty) implements Directive {
        /** A key that signs by itself, without a passkey's ceremony. */
        public RegisterKey(NodeId custodian, VerificationKey key) {
            this(custodian, key, Optional.empty());
        }
    }

    /**
     * Another key takes the place of one: from here on it speaks for whatever the old one said.
     *
     * @param key thumbprint of the old one, which signs
     */
    record RotateKey(
            NodeId custodian, Sha256 key, VerificationKey successor, Optional<Sha256> relyingParty, Bytes signature)
            implements Directive {
        public Bytes signedBytes() {
            return SignedForm.of(this);
        }
    }

    /** A key was lost or stolen: it makes no new consents. What it signed stays, and it still revokes: that only denies. */
    record RetireKey(NodeId custodian, Sha256 key) implements Directive {}

    /**
     * A consent.
     *
     * @param id 128 random bits in hexadecimal, chosen by the patient's app
     * @param custodian the member whose records it speaks about, and the only one that can read its terms
     * @param handle by which the custodian finds its patient, and nobody else
     * @param digest HMAC-SHA-256 of the canonical FHIR Consent under a salt that is among the terms
     * @param purposes what it speaks about at all; the terms may narrow it
     * @param key thumbprint of the registered patient key that signed
     * @param delegation in whose right the key speaks, if it is not the patient's own
     * @param signature over {@link #signedBytes}, as {@link org.healthsphere.specs.PatientSignature} takes it
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
            Optional<String> delegation,
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
            return new Grant(id, custodian, handle, digest, purposes, notAfter, key, delegation, signature, other);
        }

        /** The same statement, signed. */
        public Grant signedWith(Bytes other) {
            return new Grant(id, custodian, handle, digest, purposes, notAfter, key, delegation, other, terms);
        }
    }

    /**
     * A consent in other words. It takes effect only on the version that it names.
     *
     * @param version 2 for the first amendment
     * @param previous the digest of the version before
     */
    record Amend(
            String id,
            NodeId custodian,
            String handle,
            long version,
            Sha256 previous,
            Sha256 digest,
            Set<PurposeOfUse> purposes,
            Instant notAfter,
            Sha256 key,
            Optional<String> delegation,
            Bytes signature,
            Bytes terms)
            implements Directive {
        public Amend {
            purposes = Set.copyOf(purposes);
        }

        public Bytes signedBytes() {
            return SignedForm.of(this);
        }

        /** The consent as it now stands. */
        public Grant asGrant() {
            return new Grant(id, custodian, handle, digest, purposes, notAfter, key, delegation, signature, terms);
        }

        /** The same amendment, with these terms: none, for whoever may not read them. */
        public Amend withTerms(Bytes other) {
            return of(asGrant().withTerms(other), version, previous);
        }

        /** This version of a consent, in the words of that grant. */
        public static Amend of(Grant words, long version, Sha256 previous) {
            return new Amend(
                    words.id(),
                    words.custodian(),
                    words.handle(),
                    version,
                    previous,
                    words.digest(),
                    words.purposes(),
                    words.notAfter(),
                    words.key(),
                    words.delegation(),
                    words.signature(),
                    words.terms());
        }
    }

    /** A no to these purposes at this member, whatever its own rules would permit; it needs no terms. */
    record OptOut(
            String id,
            NodeId custodian,
            String handle,
            Set<PurposeOfUse> purposes,
            Sha256 key,
            Optional<String> delegation,
            Bytes signature)
            implements Directive {
        public OptOut {
            purposes = Set.copyOf(purposes);
        }

        public Bytes signedBytes() {
            return SignedForm.of(this);
        }
    }

    /** What a delegate may do. */
    enum Right {
        /** Grant, opt out, and with the other right amend. */
        GRANT,
        REVOKE
    }

    /**
     * The patient lets somebody else speak for him, until then or until he revokes it.
     *
     * @param delegate thumbprint of that person's key, registered at the same member
     */
    record Delegate(
            String id,
            NodeId custodian,
            String handle,
            Sha256 key,
            Sha256 delegate,
            Set<Right> rights,
            Instant notAfter,
            Bytes signature)
            implements Directive {
        public Delegate {
            rights = Set.copyOf(rights);
        }

        public Bytes signedBytes() {
            return SignedForm.of(this);
        }
    }

    /**
     * Somebody speaks for a patient who cannot, with all rights, until then. The custodian vouches for it.
     *
     * @param basis digest of what gives the right: a court's decision, a birth certificate
     */
    record Guardian(String id, NodeId custodian, String handle, Sha256 delegate, Sha256 basis, Instant notAfter)
            implements Directive {}

    /** The custodian has destroyed the key of a consent's terms; the ledger lets go of what it held of them. */
    record Erase(String id, NodeId custodian) implements Directive {}

    /**
     * The end of a consent, an opt-out or a delegation, for ever. A new yes is a new id.
     *
     * @param delegation in whose right the key speaks, if it is not the patient's own
     */
    record Revoke(String id, Sha256 key, Optional<String> delegation, Bytes signature) implements Directive {
        /** A revocation by the patient himself. */
        public Revoke(String id, Sha256 key, Bytes signature) {
            this(id, key, Optional.empty(), signature);
        }

        public Bytes signedBytes() {
            return SignedForm.ofRevocation(id);
        }
    }

    /** The glass was broken. The digest covers who asked for whom and why; the words stay with the custodian. */
    record BreakGlass(String id, NodeId custodian, String handle, NodeId requester, Sha256 digest)
            implements Directive {}

    /**
     * A law lets the custodian release kinds of a patient's resources for public health, for a while, whatever the patient says of
     * that purpose. It permits nothing else, and denies nothing; the patient sees it.
     *
     * @param statute that gives the right
     * @param requester whoever is to have them, in words: an authority need not be a member
     * @param types of resources; nothing else is released by it
     * @param approvals two people at the custodian, in different roles, who answer for it with their keys
     */
    record LegalBasisRelease(
            String id,
            NodeId custodian,
            String handle,
            String statute,
            String requester,
            Set<String> types,
            Instant notBefore,
            Instant notAfter,
            List<Approval> approvals)
            implements Directive {
        /** The roles that must both approve: who is responsible for the records, and who watches over that. */
        public static final Set<Role> APPROVERS = Set.of(Role.AUDITOR, Role.STEWARD);

        public LegalBasisRelease {
            types = Set.copyOf(types);
            approvals = List.copyOf(approvals);
        }

        /** One person's word, over {@link #signedBytes}. */
        public record Approval(Role role, VerificationKey key, Bytes signature) {}

        /** What both sign: everything but their approvals, in canonical JSON. */
        public Bytes signedBytes() {
            return SignedForm.of(this);
        }

        /** The same, approved by these. */
        public LegalBasisRelease approvedBy(List<Approval> both) {
            return new LegalBasisRelease(id, custodian, handle, statute, requester, types, notBefore, notAfter, both);
        }

        /** Whether two people, each in one of the {@link #APPROVERS}' roles and with a key of his own, signed it. */
        public boolean isApproved() {
            var message = signedBytes();
            return approvals.size() == APPROVERS.size()
                    && approvals.stream()
                            .map(Approval::role)
                            .collect(Collectors.toSet())
                            .equals(APPROVERS)
                    && approvals.stream().map(Approval::key).distinct().count() == APPROVERS.size()
                    && approvals.stream()
                            .allMatch(approval -> approval.key()
                                    .verifies(
                                            message.array(),
                                            approval.signature().array()));
        }
    }

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

    /** The founder leaves it to the members, for good, who is one of them. */
    record HandOver(NodeId founder) implements Directive {}

    /**
     * A member proposes that another be admitted or suspended.
     *
     * @param change an {@link AdmitMember} or a {@link SuspendMember}
     */
    record Propose(String id, Directive change, Instant notAfter) implements Directive {}

    /**
     * A member is for a proposal. The vote that makes more than half of those who take part is on the ledger as the change itself:
     * {@link ConsentLedger#submit} answers with that event.
     */
    record Vote(String proposal, NodeId member) implements Directive {}

    /**
     * A member asks the network's authority for new certificates, before its own run out.
     *
     * @param request what it asks for, as the authority reads it
     */
    record RequestCertificates(NodeId member, String request) implements Directive {}

    /**
     * The network's authority has certified the keys of a member; from here on it is known by this card.
     *
     * <p>The ledger takes the founder's word. Whoever reads it checks the authority's signatures himself.
     *
     * @param request SHA-256 of what was asked for: the card of its admission, or a {@link RequestCertificates#request}
     * @param card in the place of the one before
     * @param tls the certificate that its doors show, in DER
     * @param ledger the certificate that it is known by on the ledger, in DER; nothing where another authority issues those
     */
    record CertifyMember(NodeId member, Sha256 request, String card, Bytes tls, Bytes ledger) implements Directive {}

    /**
     * A study is announced, with what it may spend at every member.
     *
     * @param researcher stands for the person who answers for it, the same in all studies of that person
     * @param protocol digest of the document that says what it asks
     * @param limitMicros in millionths of rho
     */
    record RegisterStudy(
            String study, NodeId member, Sha256 researcher, Sha256 protocol, long limitMicros, Instant notAfter)
            implements Directive {}

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
     * @param rhoMicros the rho of zero-concentrated differential privacy that was spent, in millionths
     * @param limitMicros the most that this study may spend at this member; the ledger refuses what would exceed it
     */
    record Debit(String id, String study, NodeId member, long rhoMicros, long limitMicros) implements Directive {}

    /** A statistic was released: digest of its certificate. */
    record Release(String id, String study, Sha256 certificate) implements Directive {}

    /** One of a member's logs had this head at this count of entries. */
    record AnchorLog(NodeId member, String log, long entries, Sha256 head) implements Directive {
        /** The log of who saw what. */
        public static final String ACCESS = "access";

        /** The log of decision receipts. */
        public static final String RECEIPTS = "receipts";
    }
}

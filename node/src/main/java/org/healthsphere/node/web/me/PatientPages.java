package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.specs.Outcome;

/**
 * What the patient's pages need. Every call is about the record of the caller himself, {@code caller().patient()}, and nobody
 * else's; an id that is not his own is {@link org.healthsphere.specs.Fault.NotFound}.
 */
public interface PatientPages {
    /** What the hospitals know about him. */
    Outcome<MergedView> record(Asking by);

    /** The same as an International Patient Summary, a FHIR document. */
    Outcome<Download> summary(Asking by);

    /** A document of his record, of whichever hospital; not found where that does not release it, or has it somewhere else. */
    Outcome<Download> document(Asking by, Paper paper);

    /** Everything he ever said about sharing, newest first. */
    Outcome<List<Consent>> consents(Asking by);

    /** The other hospitals of the network, by name. */
    List<Hospital> hospitals();

    /** People whom he may mean in particular: clinicians, of any hospital, who have looked at the record. */
    Outcome<List<Clinician>> people(Asking by);

    /** This hospital. */
    Hospital here();

    /**
     * What a hospital that treats him sees now, and would see once these terms were in force. Changes nothing.
     *
     * @param viewer through whose eyes; nobody: a hospital to which he never said anything, or a study
     */
    Outcome<Preview> preview(Asking by, ConsentTerms terms, Optional<Viewer> viewer);

    /** What this somebody sees now, and so would then. */
    Outcome<Preview> seen(Asking by, Viewer viewer);

    /** What would change once this consent was withdrawn. Changes nothing. */
    Outcome<Preview> previewWithdrawal(Asking by, String consent);

    /**
     * Signs with the patient's key and puts it on the ledger. It takes the place of what he said before of the same kind, which
     * MUST be withdrawn when this returns.
     */
    Outcome<Consent> grant(Asking by, ConsentTerms terms);

    /** Withdraws for ever; it cannot be refused. */
    Outcome<Consent> withdraw(Asking by, String consent);

    /** Every release and every refusal, newest first. */
    Outcome<Looked> looked(Asking by);

    /** The signed consent with what proves that the ledger has it. */
    Outcome<Download> proof(Asking by, String consent);

    /**
     * The proof that the log of the ledger's events has the consent. {@link org.healthsphere.specs.Fault.Unavailable} until members
     * have signed for it.
     */
    Outcome<Download> logProof(Asking by, String consent);

    /** The same for the consent's end. */
    Outcome<Download> endProof(Asking by, String consent);

    /** The signed receipt of one look. */
    Outcome<Download> receipt(Asking by, String look);

    /** The proof that this hospital's log of receipts has that of one look; as {@link #logProof}. */
    Outcome<Download> receiptProof(Asking by, String look);

    /** Every result of research that this hospital has signed, and his part in it. */
    Outcome<List<ResearchPart>> research(Asking by);

    /** The same with what proves it against the releases themselves. */
    Outcome<Download> researchProof(Asking by);

    /** What a law permits of his record, whatever he says. */
    Outcome<List<Law>> laws(Asking by);

    /** By member, the public key that its signatures are checked with: SubjectPublicKeyInfo in base64url. */
    Map<String, String> keys();
}

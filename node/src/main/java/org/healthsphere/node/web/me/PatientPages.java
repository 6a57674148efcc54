package org.healthsphere.node.web.me;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.specs.Outcome;

/**
 * What the patient's pages need. Every call is about the record of the caller himself, {@code caller().patient()}, and nobody
 * else's; an id that is not his own is {@link org.healthsphere.specs.Fault.NotFound}.
 */
public interface PatientPages {
    /** What the hospitals know about him. */
    Outcome<MergedView> record(Asking by);

    /** Everything he ever said about sharing, newest first. */
    Outcome<List<Consent>> consents(Asking by);

    /** What a hospital that treats him sees now, and would see once these terms were in force. Changes nothing. */
    Outcome<Preview> preview(Asking by, ConsentTerms terms);

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
    Outcome<List<Look>> looked(Asking by);

    /** The signed consent with what proves that the ledger has it. */
    Outcome<Download> proof(Asking by, String consent);

    /** The signed receipt of one look. */
    Outcome<Download> receipt(Asking by, String look);
}

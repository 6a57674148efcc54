package org.healthsphere.federation.exchange;

import java.util.Optional;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * What somebody wants to know of one patient.
 *
 * @param breakGlass why the glass is broken; with {@link PurposeOfUse#ETREAT}, and only then
 * @param ledgerHeight that the asking member has seen: who answers has seen no less
 */
public record Question(
        Requester requester,
        PurposeOfUse purpose,
        Optional<BreakGlass> breakGlass,
        PatientTokens patient,
        RecordFilter filter,
        long ledgerHeight) {

    /** The same of another part of the record. */
    public Question with(RecordFilter other) {
        return new Question(requester, purpose, breakGlass, patient, other, ledgerHeight);
    }

    public Question {
        if (breakGlass.isPresent() != (purpose == PurposeOfUse.ETREAT)) {
            throw new IllegalArgumentException("ETREAT has a reason, and nothing else has");
        }
    }
}

package org.healthsphere.node.access;

import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What the United States' common agreement calls the purposes for which members exchange (TEFCA, Exchange Purposes), and which of ours each
 * is. For payment and for benefits nobody here is asked: those are no purposes that a patient's consent speaks of.
 */
public enum ExchangePurpose {
    TREATMENT("T-TREAT", PurposeOfUse.TREAT),
    REQUIRED_TREATMENT("T-TRTMNT", PurposeOfUse.TREAT),
    INDIVIDUAL_ACCESS("T-IAS", PurposeOfUse.PATRQT),
    PUBLIC_HEALTH("T-PH", PurposeOfUse.PUBHLTH),
    CASE_REPORTING("T-PH-ECR", PurposeOfUse.PUBHLTH),
    LABORATORY_REPORTING("T-PH-ELR", PurposeOfUse.PUBHLTH),
    OPERATIONS("T-HCO", PurposeOfUse.HOPERAT);

    private final String code;
    private final PurposeOfUse purpose;

    ExchangePurpose(String code, PurposeOfUse purpose) {
        this.code = code;
        this.purpose = purpose;
    }

    /** The purpose of a code, of TEFCA's or of HL7's; empty for one that is not honoured. */
    public static Optional<PurposeOfUse> of(String code) {
        return Arrays.stream(values())
                .filter(one -> one.code.equals(code))
                .map(one -> one.purpose)
                .findFirst()
                .or(() -> Arrays.stream(PurposeOfUse.values())
                        .filter(one -> one.name().equals(code))
                        .findFirst());
    }
}

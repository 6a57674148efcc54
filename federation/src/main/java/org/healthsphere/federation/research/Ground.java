package org.healthsphere.federation.research;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a member is not among those that answer. None of it depends on what its records hold. */
public enum Ground {
    /** The question is not one of the language, or not in its canonical form. */
    QUERY,
    /** Its policy has no such tier without a human being's approval. */
    TIER,
    /** Its policy does not serve this purpose. */
    PURPOSE,
    /** One answer may not cost so much. */
    EPSILON,
    /** The study has spent what it may spend there. */
    BUDGET,
    /** Threshold, quorum or colluders are less careful than its policy. */
    TERMS,
    /** Its terminology makes something else of the concepts, or does not know them. */
    TERMINOLOGY,
    /** It does not know the study, or its steward has not approved it. */
    APPROVAL,
    /** The same was opened before, of other hospitals or other records. */
    ANSWERED,
    /** Too late, or open for too long. */
    EXPIRED,
    /** It takes part in too many rounds already. */
    BUSY,
    /** A part that it needs is not there: fresh consents, the ledger. */
    UNAVAILABLE,
    /** It was shown a message that does not belong to the round as it knows it. */
    CONFLICT,
    /** It did not answer. */
    SILENT,
    /** What it answered is not what a member of this round can say. */
    MISBEHAVED;

    private static final Map<String, Ground> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Ground::code, Function.identity()));

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Map<String, Ground> byCode() {
        return BY_CODE;
    }
}

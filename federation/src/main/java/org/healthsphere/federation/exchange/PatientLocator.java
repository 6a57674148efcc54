package org.healthsphere.federation.exchange;

import java.util.Optional;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.Outcome;

/** Finds out whom a question is about. */
public interface PatientLocator {
    /**
     * The id of the one patient here whom the tokens mean; empty when there is none, or when it is not certain who.
     *
     * <p>{@link org.healthsphere.specs.Fault.Unavailable} when this member cannot tell of anybody: the tokens are of another key than its own, or
     * those of its patients are not all made yet.
     */
    Outcome<Optional<String>> locate(PatientTokens tokens);
}

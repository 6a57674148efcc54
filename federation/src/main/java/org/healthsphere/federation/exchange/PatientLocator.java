package org.healthsphere.federation.exchange;

import java.util.Optional;
import org.healthsphere.federation.linkage.PatientTokens;

/** Finds out whom a question is about. */
public interface PatientLocator {
    /** The id of the one patient here whom the tokens mean; empty when there is none, or when it is not certain who. */
    Optional<String> locate(PatientTokens tokens);
}

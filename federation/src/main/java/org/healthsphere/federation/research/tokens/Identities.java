package org.healthsphere.federation.research.tokens;

import java.util.Optional;

/** Who the patients of this hospital are, in words that other hospitals have for them, too. */
public interface Identities {
    /** Nothing when too little is known of a patient to recognise him elsewhere. */
    Optional<String> of(String patient);
}

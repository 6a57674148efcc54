package org.healthsphere.node.consents;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a law lets this hospital release of one patient, in the words of whoever records it.
 *
 * @param id of the entry; empty while nobody has signed it
 * @param requester whoever is to have it
 * @param types of resources
 */
public record LegalBasis(
        Optional<String> id, String statute, String requester, Set<String> types, Instant notBefore, Instant notAfter) {
    public LegalBasis {
        types = Set.copyOf(types);
    }
}

package org.healthsphere.consent;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * Somebody asks about patients of this member.
 *
 * @param at when: directives begin and end
 * @param uses what a study says that it uses data for; nothing where no study asks
 */
public record ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at, Set<DataUse> uses) {
    public ConsentRequest {
        uses = Set.copyOf(uses);
    }

    /** Somebody who is no study. */
    public ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at) {
        this(requester, purpose, at, Set.of());
    }
}

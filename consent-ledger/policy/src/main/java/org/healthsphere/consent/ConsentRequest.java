package org.healthsphere.consent;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * Somebody asks about patients of this member.
 *
 * @param at when: directives begin and end
 * @param knownAs the persons and groups that the requester is at this member, {@code Practitioner/3}; the view fills it in, where a
 *     directive names any
 */
public record ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at, Set<String> knownAs) {
    public ConsentRequest {
        knownAs = Set.copyOf(knownAs);
    }

    public ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at) {
        this(requester, purpose, at, Set.of());
    }

    ConsentRequest as(Set<String> names) {
        return new ConsentRequest(requester, purpose, at, names);
    }
}

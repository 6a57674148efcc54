package org.healthsphere.consent;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * Somebody asks about patients of this member.
 *
 * @param at when: directives begin and end
 * @param knownAs the persons and groups that the requester is at this member, {@code Practitioner/3}, or at his own, {@code
 *     south/clinician-7}; the view fills it in, where a directive names any
 * @param uses what a study says that it uses data for; nothing where no study asks
 * @param diseases what a study of a disease is about: the disease, and all that it is a kind of
 */
public record ConsentRequest(
        Requester requester,
        PurposeOfUse purpose,
        Instant at,
        Set<String> knownAs,
        Set<DataUse> uses,
        Set<Coding> diseases) {
    public ConsentRequest {
        knownAs = Set.copyOf(knownAs);
        uses = Set.copyOf(uses);
        diseases = Set.copyOf(diseases);
    }

    /** A study of no disease in particular. */
    public ConsentRequest(
            Requester requester, PurposeOfUse purpose, Instant at, Set<String> knownAs, Set<DataUse> uses) {
        this(requester, purpose, at, knownAs, uses, Set.of());
    }

    /** Somebody who is no study. */
    public ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at, Set<String> knownAs) {
        this(requester, purpose, at, knownAs, Set.of());
    }

    public ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at) {
        this(requester, purpose, at, Set.of());
    }

    ConsentRequest as(Set<String> names) {
        return new ConsentRequest(requester, purpose, at, names, uses, diseases);
    }
}

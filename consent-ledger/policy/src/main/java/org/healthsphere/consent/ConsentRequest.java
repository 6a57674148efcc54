package org.healthsphere.consent;

import java.time.Instant;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * Somebody asks about patients of this member.
 *
 * @param at when: directives begin and end
 */
public record ConsentRequest(Requester requester, PurposeOfUse purpose, Instant at) {}

package org.healthsphere.node.release;

import java.util.Set;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What a request may see, as far as consent is known.
 *
 * <p>While it is not known freshly enough, the filter hides everybody's record. Whoever asks then for what could be in one is told so,
 * whether it is there or not: nothing found would be taken for an empty record, and one cut short for a whole one.
 *
 * @param fresh whether consent is known freshly enough
 */
record Known(ReleaseFilter filter, boolean fresh) {
    private static final Set<Ground> UNKNOWN = Set.of(Ground.NOT_READY, Ground.LEDGER_STALE);

    /** Who gives care and where: no patient's record has any of these. */
    private static final Set<String> DIRECTORY = Set.of(
            "Endpoint",
            "HealthcareService",
            "Location",
            "Organization",
            "OrganizationAffiliation",
            "Practitioner",
            "PractitionerRole");

    /** Whether somebody is denied something because consent is not known freshly enough. */
    static boolean isWithout(Ground denied) {
        return UNKNOWN.contains(denied);
    }

    /** Whether what a search finds is all there is for this request. */
    boolean tells(Query query) {
        return tells(query.type())
                && (fresh || query.criteria().stream().noneMatch(c -> c.name().startsWith("_has:")));
    }

    boolean tells(String type) {
        return fresh || DIRECTORY.contains(type);
    }

    /** Whether all is known that comes with this. */
    boolean tells(StoredResource match, Include include) {
        return fresh || (tells(match.id().type()) && !include.reverse());
    }

    /** Of what is not there, or may not be seen. */
    <T> Outcome<T> missing(ResourceId id) {
        return fresh ? Outcome.failed(new Fault.NotFound(id.toString())) : untold();
    }

    static <T> Outcome<T> untold() {
        return Outcome.failed(new Fault.Unavailable("a fresh view of consent"));
    }
}

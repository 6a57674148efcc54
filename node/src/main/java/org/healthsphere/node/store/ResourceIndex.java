package org.healthsphere.node.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Outcome;

/**
 * Finds resources. Everything in it is derived from the {@link ResourceStore} and can be thrown away.
 *
 * <p>A change that was committed before a search begins is found by it.
 */
public interface ResourceIndex extends AutoCloseable {
    /**
     * One page of the matches that the filter lets through; the total counts those only.
     *
     * <p>{@link org.healthsphere.specs.Fault.Invalid} names every parameter or value that is not understood.
     */
    Outcome<Page> search(Query query, ReleaseFilter filter);

    /**
     * What a resource points to, as an include means it; it need not be there.
     *
     * <p>{@link org.healthsphere.specs.Fault.Invalid} when the include names no reference.
     */
    Outcome<Set<ResourceId>> targets(StoredResource resource, Include include);

    /** Takes in what was committed since; a search does so too, but then who searches waits for it. */
    void catchUp();

    /** Forgets these resources: on return none of its files holds a byte of them. */
    void forget(Set<ResourceId> erased);

    /** Throws everything away and indexes the store anew. */
    void rebuild();

    /** The newest change of the store that is found. */
    long appliedChange();

    @Override
    void close();

    /**
     * A FHIR search as it was asked.
     *
     * @param type the resource type that is searched; {@link #ANY_TYPE} for all, with the parameters that all have
     * @param criteria all of which must hold
     * @param sort in order of precedence
     * @param count at most this many matches on the page; 0: only the total
     * @param after where the page begins, from the page before
     */
    record Query(String type, List<Criterion> criteria, List<Sort> sort, int count, Optional<String> after) {
        /** FHIR's common ancestor of all resource types. */
        public static final String ANY_TYPE = "Resource";

        public Query {
            criteria = List.copyOf(criteria);
            sort = List.copyOf(sort);
        }
    }

    /**
     * One search parameter of a query.
     *
     * @param name search parameter, for instance {@code birthdate}; or a chain with its modifier, for instance {@code
     *     subject:Patient.family:exact} or {@code _has:Condition:patient:code}; or {@code _compartment}, the record of a patient
     * @param modifier without the colon; empty when there is none, or for a chain
     * @param anyOf the values between commas, unescaped; one of them must match
     */
    record Criterion(String name, String modifier, List<String> anyOf) {
        public Criterion {
            anyOf = List.copyOf(anyOf);
        }

        /** As it stands in a URL, decoded: {@code family:exact}, with what must match. */
        public static Criterion of(String key, List<String> anyOf) {
            var colon = key.indexOf(':');
            var chained = key.startsWith("_has:") || key.indexOf('.') >= 0;
            return chained || colon < 0
                    ? new Criterion(key, "", anyOf)
                    : new Criterion(key.substring(0, colon), key.substring(colon + 1), anyOf);
        }
    }

    record Sort(String name, boolean descending) {}

    /**
     * A page of a search.
     *
     * @param next where the next page begins; empty on the last one
     */
    record Page(List<ResourceId> matches, long total, Optional<String> next) {
        public Page {
            matches = List.copyOf(matches);
        }
    }
}

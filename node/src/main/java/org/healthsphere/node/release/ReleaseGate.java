package org.healthsphere.node.release;

import java.util.List;
import java.util.Set;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * The one gate: nothing about a patient leaves this node on another way.
 *
 * <p>What consent hides is as if it were not there: {@link org.healthsphere.specs.Fault.NotFound}, and neither in totals nor in
 * pages. What the request's {@link Reach} leaves out is neither found nor included, and asking for it by its type, or searching
 * over it by a chain, is {@link org.healthsphere.specs.Fault.Forbidden}. When consent is not known freshly enough, whatever may be in
 * a patient's record is {@link org.healthsphere.specs.Fault.Unavailable}, there or not: an answer that is cut short must not look like
 * one that is complete, and what cannot be seen would be written twice. Each call is in the audit log before it returns.
 */
public interface ReleaseGate {
    Outcome<StoredResource> read(Access access, ResourceId id);

    Outcome<StoredResource> version(Access access, ResourceId id, long version);

    /** A page of versions, newest first; of a resource that nobody may see, {@link org.healthsphere.specs.Fault.NotFound}. */
    Outcome<Past.Page> history(Access access, Past past);

    /** Which resources meet a condition that somebody writes on: of those that he may see. */
    Outcome<List<ResourceId>> matching(Access access, Query query);

    Outcome<Released> search(Access access, Query query);

    /** A page of an export. */
    Outcome<Released> export(Access access, Query query);

    /** The types of which these searches, for an export, find something. */
    Outcome<Set<String>> exportable(Access access, List<Query> queries);

    /** What is to come with the matches that this gate let through. */
    Outcome<List<StoredResource>> including(Access access, List<StoredResource> matches, List<Include> includes);
}

package org.healthsphere.node.fhir;

import java.util.Optional;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Finds the one resource that a condition means. Nothing of it is released: who writes learns no more than where it is.
 */
final class Conditions {
    private final ResourceIndex index;

    Conditions(ResourceIndex index) {
        this.index = index;
    }

    /** The only match, or none; {@link Fault.VersionMismatch} (412) when there are several. */
    Outcome<Optional<ResourceId>> match(String type, String query) {
        return parsed(query).then(p -> SearchRequest.of(type, p)).then(this::match);
    }

    private static Outcome<Parameters> parsed(String query) {
        try {
            return Outcome.of(Parameters.parse(query));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the condition is wrongly encoded"));
        }
    }

    private Outcome<Optional<ResourceId>> match(SearchRequest request) {
        var asked = request.query();
        if (asked.criteria().isEmpty()) {
            return Outcome.failed(new Fault.Invalid("a condition has at least one search parameter"));
        }
        var query = new Query(asked.type(), asked.criteria(), asked.sort(), 2, Optional.empty());
        return index.search(query, ReleaseFilter.everything())
                .then(page -> page.matches().size() > 1
                        ? Outcome.failed(new Fault.VersionMismatch("the condition is met by several " + asked.type()))
                        : Outcome.of(page.matches().stream().findFirst()));
    }
}

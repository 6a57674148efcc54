package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Finds the one resource that a condition means, among those that who writes may see: what is hidden from him neither meets a
 * condition nor makes it ambiguous.
 */
final class Conditions {
    private final BiFunction<Access, Query, Outcome<List<ResourceId>>> matching;

    Conditions(ReleaseGate gate) {
        this.matching = gate::matching;
    }

    /** The only match, or none; {@link Fault.VersionMismatch} (412) when there are several. */
    Outcome<Optional<ResourceId>> match(Access access, String type, String query) {
        return Parameters.of(query)
                .then(p -> SearchRequest.of(type, p, Manner.STRICT))
                .then(request -> match(access, request));
    }

    private Outcome<Optional<ResourceId>> match(Access access, SearchRequest request) {
        var asked = request.query();
        if (asked.criteria().isEmpty()) {
            return Outcome.failed(new Fault.Invalid("a condition has at least one search parameter"));
        }
        var query = new Query(asked.type(), asked.criteria(), List.of(), 2, Optional.empty());
        return matching.apply(access, query)
                .then(matches -> matches.size() > 1
                        ? Outcome.failed(new Fault.VersionMismatch("the condition is met by several " + asked.type()))
                        : Outcome.of(matches.stream().findFirst()));
    }
}

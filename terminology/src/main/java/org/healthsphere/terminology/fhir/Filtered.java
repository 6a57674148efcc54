package org.healthsphere.terminology.fhir;

import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.ConceptSet;
import org.healthsphere.terminology.index.SystemView;

/** Follows the filters of an include; one that cannot be followed is refused by name, never left out. */
final class Filtered {
    private Filtered() {}

    /** The concepts that all filters leave. */
    static ConceptSet of(SystemView system, Include include, ValueSet by) {
        var left = system.all();
        for (var i = 0; i < include.filters().size(); i++) {
            var at = include.path() + ".filter[" + i + "]";
            left = left.and(select(system, include.filters().get(i), at, by));
        }
        return left;
    }

    private static ConceptSet select(SystemView system, Filter filter, String at, ValueSet by) {
        var url = system.id().url();
        if (filter.value().isEmpty()) {
            throw Refused.request(
                    400,
                    Issue.error(
                            Kind.VALUE_SET,
                            at,
                            Message.UNABLE_TO_HANDLE_SYSTEM_FILTER_WITH_NO_VALUE,
                            url,
                            filter.property(),
                            filter.op()));
        }
        return switch (system.select(filter)) {
            case Outcome.Success<ConceptSet>(var concepts) -> concepts;
            case Outcome.Failure<ConceptSet>(Fault.TooCostly(var what)) ->
                throw Refused.request(422, Issues.plain(Severity.ERROR, "too-costly", what));
            case Outcome.Failure<ConceptSet> _ ->
                throw Refused.request(
                        400,
                        Issue.error(
                                Kind.FILTER,
                                at,
                                Message.FILTER_NOT_UNDERSTOOD,
                                filter.property(),
                                filter.op(),
                                filter.value(),
                                by.id().url(),
                                url));
        };
    }
}

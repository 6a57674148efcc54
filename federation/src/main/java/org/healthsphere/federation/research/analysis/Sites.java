package org.healthsphere.federation.research.analysis;

import java.util.List;
import org.healthsphere.specs.Outcome;

/** The sites of a model as its coordinator sees them: a question to all, and one sum as the answer. */
@FunctionalInterface
public interface Sites {

    /** The sum of the statistics of all sites, or why there is none. */
    Outcome<SiteStatistics> sum(Round round);

    /** Sites in this process, added up in the order given. */
    static Sites of(List<? extends ModelSite> sites, int terms) {
        var members = List.copyOf(sites);
        return round -> Outcome.of(members.stream()
                .map(site -> site.answer(round))
                .reduce(SiteStatistics.none(terms), SiteStatistics::plus));
    }
}

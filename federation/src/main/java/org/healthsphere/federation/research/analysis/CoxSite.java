package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.healthsphere.specs.Outcome;

/**
 * One site's rows of a proportional hazards model. Patients are compared within the site only (Cox 1972; Li and others 2022,
 * stratified by site), so that no risk set, whose differences would be patients, leaves it.
 */
public final class CoxSite implements ModelSite {
    private final int terms;
    private final List<Stratum> strata;

    private CoxSite(int terms, List<Stratum> strata) {
        this.terms = terms;
        this.strata = strata;
    }

    /** A site that is one stratum. */
    public static Outcome<CoxSite> of(Ties ties, Design design, FollowUp followUp) {
        return of(ties, design, followUp, Collections.nCopies(design.rows(), ""));
    }

    /**
     * A site of several strata.
     *
     * @param strata the name of each patient's stratum; the same name at another site is another stratum
     */
    public static Outcome<CoxSite> of(Ties ties, Design design, FollowUp followUp, List<String> strata) {
        if (followUp.patients() != design.rows()) {
            return Outcome.failed(Refusals.shape("times", design.rows()));
        }
        if (strata.size() != design.rows()) {
            return Outcome.failed(Refusals.shape("strata", design.rows()));
        }
        var members = new TreeMap<String, List<Integer>>();
        for (var i = 0; i < strata.size(); i++) {
            members.computeIfAbsent(strata.get(i), _ -> new ArrayList<>()).add(i);
        }
        return Outcome.of(new CoxSite(
                design.terms().size(),
                members.values().stream()
                        .map(each -> Stratum.of(ties, design, followUp, each))
                        .toList()));
    }

    @Override
    public SiteStatistics answer(Round round) {
        var coefficients = switch (round) {
            case Round.Start() -> Vector.zeros(terms);
            case Round.At(var asked) -> asked;
        };
        return strata.stream()
                .map(stratum -> stratum.at(coefficients))
                .reduce(SiteStatistics.none(terms), SiteStatistics::plus);
    }
}

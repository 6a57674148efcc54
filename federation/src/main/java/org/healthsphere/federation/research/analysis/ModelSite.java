package org.healthsphere.federation.research.analysis;

/** A site's side of a model: rows stay behind it, sums come out. */
@FunctionalInterface
public interface ModelSite {
    SiteStatistics answer(Round round);
}

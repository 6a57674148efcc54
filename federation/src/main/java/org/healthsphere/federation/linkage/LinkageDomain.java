package org.healthsphere.federation.linkage;

/** What tokens are for. Those of one domain say nothing in another: their keys differ. */
public enum LinkageDomain {
    CARE,
    RESEARCH
}

package org.healthsphere.node.web.desk;

import org.healthsphere.node.web.view.Hospital;

/**
 * How much of a hospital's records of a type has codes of a system that was asked in.
 *
 * @param mapped in a word of the release's language
 */
public record SiteCoverage(Hospital hospital, String type, String system, String mapped) {}

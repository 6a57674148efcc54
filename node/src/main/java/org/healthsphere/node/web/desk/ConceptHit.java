package org.healthsphere.node.web.desk;

import org.healthsphere.specs.Coding;

/**
 * A concept that was found.
 *
 * @param type of records that have it
 */
public record ConceptHit(Coding coding, String name, String type) {}

package org.healthsphere.node.fhir.flat;

/**
 * A column of a view.
 *
 * @param type of FHIR, as the view says; empty: not said
 * @param collection whether it holds a list
 */
public record Column(String name, String type, boolean collection) {}

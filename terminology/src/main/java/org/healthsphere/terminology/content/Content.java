package org.healthsphere.terminology.content;

/** What a source file holds. */
public sealed interface Content permits CodeSystem, ConceptMap, NamingSystem, ValueSet {
    Canonical id();

    String title();

    Origin origin();
}

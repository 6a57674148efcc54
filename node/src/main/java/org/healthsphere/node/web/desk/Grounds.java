package org.healthsphere.node.web.desk;

/** On which grounds a clinician opens a record. */
public sealed interface Grounds {
    /** He treats the patient; consent says what he sees. */
    record Treatment() implements Grounds {}

    /** The glass was broken. */
    record Emergency(String glass) implements Grounds {}
}

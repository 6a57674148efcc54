package org.healthsphere.node.fhir;

/**
 * A place in a resource that points somewhere.
 *
 * @param start where its string begins, the quote included, in the bytes of the resource
 * @param end behind its closing quote
 * @param kind what it is
 */
record Link(int start, int end, String target, Kind kind) {
    enum Kind {
        /** A {@code Reference.reference} that says whose record the resource belongs to. */
        PATIENT,
        /** A {@code Reference.reference} to something whose record the resource shares. */
        CONTEXT,
        /** Another {@code Reference.reference}. */
        REFERENCE,
        /** A URI that may be the name of an entry in a Bundle. */
        URI
    }
}

package org.healthsphere.node.web.view;

/** Whom a patient means when he says who may see his record: a hospital as a whole, or one of its people. */
public sealed interface Party permits Hospital, Clinician {
    /** What forms and consents call it; no two have the same. */
    String id();

    /** The name that people know. */
    String name();

    /** The hospital that it is, or at which it works. */
    Hospital at();
}

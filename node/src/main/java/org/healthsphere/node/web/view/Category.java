package org.healthsphere.node.web.view;

/** The parts into which a record is laid out, in the order of the International Patient Summary. */
public enum Category {
    ALLERGIES,
    MEDICINES,
    CONDITIONS,
    RESULTS,
    VACCINATIONS,
    PROCEDURES,
    VISITS,
    DOCUMENTS
}

package org.healthsphere.node.web.view;

/** The parts into which a record is laid out: who it is, and then in the order of the International Patient Summary. */
public enum Category {
    /** Name, birth date, address: what a hospital holds of who somebody is. */
    PERSON,
    ALLERGIES,
    MEDICINES,
    CONDITIONS,
    RESULTS,
    VACCINATIONS,
    PROCEDURES,
    VISITS,
    DOCUMENTS
}

package org.healthsphere.specs;

/** In what capacity somebody asks. */
public enum Role {
    PATIENT,
    CLINICIAN,
    RESEARCHER,
    /** Answers for the hospital's data: mappings, matches, approvals. */
    STEWARD,
    OPERATOR,
    AUDITOR,
    /** A program of the hospital's own, by a system token. */
    SYSTEM
}

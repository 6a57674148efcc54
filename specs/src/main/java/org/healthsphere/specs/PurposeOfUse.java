package org.healthsphere.specs;

/** Why somebody asks, in the codes of HL7's v3-ActReason. */
public enum PurposeOfUse {
    /** Treatment. */
    TREAT,
    /** Treatment in an emergency: the glass is broken. */
    ETREAT,
    /** The patient asks. */
    PATRQT,
    /** Healthcare operations of the hospital itself. */
    HOPERAT,
    /** Public health. */
    PUBHLTH,
    /** Healthcare research. */
    HRESCH
}

package org.healthsphere.keys.bc.oprf;

/** What is promised beside the output (RFC 9497, section 3.1). */
public enum OprfMode {
    /** Nothing. */
    OPRF,
    /** It was computed with the key that everybody knows the public part of. */
    VOPRF,
    /** The same; and with a public input that both sides know. */
    POPRF;

    byte code() {
        return (byte) ordinal();
    }
}

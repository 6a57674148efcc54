package org.healthsphere.keys.bc.oprf;

/** What is promised beside the output (RFC 9497, section 3.1). */
public enum OprfMode {
    /** Nothing. */
    OPRF(0),
    /** It was computed with the key that everybody knows the public part of. */
    VOPRF(1),
    /** The same; and with a public input that both sides know. */
    POPRF(2);

    private final byte code;

    OprfMode(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}

package org.healthsphere.keys;

/** Signs with one key. The private key never leaves the implementation. */
public interface Signer {
    /** The key that verifies what this signer signs. */
    VerificationKey verificationKey();

    /** ECDSA on P-256 with SHA-256; the signature is r and s, 32 bytes each (RFC 7518, section 3.4: ES256). */
    byte[] sign(byte[] message);
}

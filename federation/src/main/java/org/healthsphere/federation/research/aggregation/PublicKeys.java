package org.healthsphere.federation.research.aggregation;

import org.healthsphere.specs.Bytes;

/**
 * The public keys of one member for one round.
 *
 * @param x25519 X.509 SubjectPublicKeyInfo (RFC 8410)
 * @param mlkem X.509 SubjectPublicKeyInfo of ML-KEM-768 (FIPS 203)
 */
public record PublicKeys(Bytes x25519, Bytes mlkem) {}

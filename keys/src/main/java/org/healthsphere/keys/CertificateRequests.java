package org.healthsphere.keys;

import java.security.KeyPair;
import org.healthsphere.specs.Bytes;

/** Asks an authority for a certificate: PKCS#10 (RFC 2986), signed with the key that it is for. */
public interface CertificateRequests {
    Bytes request(CertificateProfile profile, KeyPair pair);
}

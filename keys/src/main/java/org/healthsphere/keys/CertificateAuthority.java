package org.healthsphere.keys;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * Issues the certificates of a network or of an organization on its ledger, and takes them back (RFC 5280).
 *
 * <p>Every certificate is in the authority's register before anybody holds it.
 */
public interface CertificateAuthority {
    /** The self-signed certificate that others trust. */
    X509Certificate certificate();

    /** A leaf for a key whose holder is known by other means; refused when it would outlive the authority. */
    Outcome<X509Certificate> issue(CertificateProfile profile, VerificationKey key, Duration validity);

    /**
     * A leaf for a PKCS#10 request (RFC 2986).
     *
     * <p>The profile is what was agreed with the applicant. The request shows that he holds the key and whom he claims to
     * be: another subject is refused, and extensions he asks for are not looked at.
     */
    Outcome<X509Certificate> issue(CertificateProfile profile, Bytes pkcs10, Duration validity);

    /** Takes a certificate back for good; the moment since when it is revoked. Only its own certificates are known. */
    Outcome<Instant> revoke(BigInteger serial);

    /**
     * Takes back every certificate that was issued to this common name and has not been taken back, whatever it is for; how
     * many those were. NotFound when it never issued one to that name.
     */
    Outcome<Integer> revokeHolder(String commonName);

    /** The signed list of revoked certificates, at least half of its lifetime before its next update. */
    X509CRL revocations();
}

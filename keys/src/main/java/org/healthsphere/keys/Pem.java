package org.healthsphere.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The textual encodings of RFC 7468. */
public final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    public static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("was read from its encoding", e);
        }
    }

    public static String of(X509CRL revocations) {
        try {
            return block("X509 CRL", revocations.getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException("was read from its encoding", e);
        }
    }

    /** A private key in the clear (PKCS#8), for a program that takes it in no other way: guard what it is written to. */
    public static String exportPrivateKey(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** The certificates in a text, at least one, in their order. */
    public static Outcome<List<X509Certificate>> certificates(String pem) {
        try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            var found = x509().generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            return found.isEmpty() ? notACertificate() : Outcome.of(found);
        } catch (CertificateException | IOException e) {
            return notACertificate();
        }
    }

    /** The list of revoked certificates in a text. */
    public static Outcome<X509CRL> revocations(String pem) {
        try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            return x509().generateCRL(in) instanceof X509CRL crl ? Outcome.of(crl) : notAList();
        } catch (CertificateException | CRLException | IOException e) {
            return notAList();
        }
    }

    private static <T> Outcome<T> notACertificate() {
        return Outcome.failed(new Fault.Invalid("not an X.509 certificate in PEM"));
    }

    private static <T> Outcome<T> notAList() {
        return Outcome.failed(new Fault.Invalid("not an X.509 revocation list in PEM"));
    }

    private static CertificateFactory x509() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    static String block(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}

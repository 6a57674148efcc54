package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Outcome;

/** Certificates in PEM files. */
final class Certificates {
    private Certificates() {}

    static X509Certificate read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException e) {
            throw new IOException(file + " is not a certificate in PEM", e);
        }
    }

    /** All that are in the file, one behind the other. */
    static List<X509Certificate> readAll(Path file) throws IOException {
        return switch (Pem.certificates(Files.readString(file))) {
            case Outcome.Success<List<X509Certificate>>(var all) -> all;
            case Outcome.Failure<List<X509Certificate>> _ ->
                throw new IOException(file + " is not a certificate in PEM");
        };
    }
}

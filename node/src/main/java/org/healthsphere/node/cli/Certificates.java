package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Certificates in PEM files. */
final class Certificates {
    private Certificates() {}

    /** The key of a member whose certificate is in this folder as {@code <member>.pem}. */
    static Optional<VerificationKey> key(Path folder, NodeId member) {
        try {
            return Optional.of(
                    VerificationKey.of(read(folder.resolve(member + ".pem")).getPublicKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

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

package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.SigningKey;
import org.hyperledger.fabric.client.identity.Identities;

/** A certificate with its private key, as two files: Fabric's programs take their keys in the clear, so only the owner reads them. */
record Credential(X509Certificate certificate, PrivateKey key) {

    /** Never the key. */
    @Override
    public String toString() {
        return "Credential[" + certificate.getSubjectX500Principal() + "]";
    }

    SigningKey signer() {
        return new SigningKey(new KeyPair(certificate.getPublicKey(), key));
    }

    void write(Place files) throws IOException {
        writeCertificate(files.certificate(), certificate);
        PrivateFile.write(files.key(), Pem.exportPrivateKey(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** The two files of a credential. */
    record Place(Path certificate, Path key) {}

    static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Pem.of(certificate));
    }

    static Credential read(Place files) throws IOException {
        try (var key = Files.newBufferedReader(files.key())) {
            return new Credential(readCertificate(files.certificate()), readKey(key));
        }
    }

    private static PrivateKey readKey(Reader pem) throws IOException {
        try {
            return Identities.readPrivateKey(pem);
        } catch (InvalidKeyException e) {
            throw new IOException("not a private key in PEM", e);
        }
    }

    static X509Certificate readCertificate(Path file) throws IOException {
        try (var pem = Files.newBufferedReader(file)) {
            return Identities.readX509Certificate(pem);
        } catch (CertificateException e) {
            throw new IOException("not a certificate in PEM: " + file.getFileName(), e);
        }
    }
}

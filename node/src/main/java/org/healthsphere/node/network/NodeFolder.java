package org.healthsphere.node.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.VaultFile;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Where everything of one node lies. */
public record NodeFolder(Path data) {
    /**
     * What the network gives to a new member.
     *
     * @param ledger the certificate that it is known by on the ledger
     * @param linkage the secret of linkage, sealed for it
     * @param revocations the authority's list, in DER
     */
    public record FromNetwork(X509Certificate ledger, Bytes linkage, Bytes revocations) {}

    void write(MemberIdentity identity, Passphrase passphrase, FromNetwork network, SecureRandom random) {
        try {
            Files.createDirectories(data.resolve("network"));
            vault().write(identity, passphrase, random);
            PrivateFile.write(of("ledger.der"), network.ledger().getEncoded());
            PrivateFile.write(of("linkage.sealed"), network.linkage().array());
            PrivateFile.write(of("revocations.crl"), network.revocations().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    private Path of(String name) {
        return data.resolve("network").resolve(name);
    }

    public VaultFile vault() {
        return new VaultFile(data.resolve("vault"));
    }

    public X509Certificate ledgerCertificate() {
        return (X509Certificate) read("ledger.der", (factory, in) -> factory.generateCertificate(in));
    }

    /** The list as it lies there now. */
    public X509CRL revocations() {
        return (X509CRL) read("revocations.crl", (factory, in) -> factory.generateCRL(in));
    }

    public Outcome<LinkageSecret> linkageSecret(MemberIdentity identity) {
        try {
            var sealed = Bytes.of(Files.readAllBytes(of("linkage.sealed")));
            return identity.unseal(sealed, NetworkAuthority.LINKAGE).map(LinkageSecret::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the accounts of people. */
    public Path users() {
        return data.resolve("users.json");
    }

    /** The folder of one part of the node. */
    public Path part(String name) {
        return data.resolve(name);
    }

    private interface Reading<T> {
        T read(CertificateFactory factory, ByteArrayInputStream in) throws GeneralSecurityException;
    }

    private <T> T read(String name, Reading<T> reading) {
        try {
            return reading.read(
                    CertificateFactory.getInstance("X.509"), new ByteArrayInputStream(Files.readAllBytes(of(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name + " in the node's folder is damaged", e);
        }
    }
}

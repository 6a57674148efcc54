package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import org.healthsphere.keys.Pem;

/** The folder from which a program of Fabric reads who it is and whom its organization trusts. */
record Msp(Path folder) {
    /** The organizational unit of a certificate is the role of its holder. */
    private static final String ROLES = """
            NodeOUs:
              Enable: true
              ClientOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: client}
              PeerOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: peer}
              AdminOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: admin}
              OrdererOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: orderer}
            """;

    void write(Organization organization, Credential self) throws IOException {
        Credential.writeCertificate(folder.resolve("cacerts/ca.pem"), organization.authority());
        Credential.writeCertificate(folder.resolve("tlscacerts/tlsca.pem"), organization.tlsAuthority());
        Files.writeString(folder.resolve("config.yaml"), ROLES);
        self.write(place());
    }

    /** What its authority took back: read when the program starts. */
    void revoke(X509CRL list) throws IOException {
        Files.createDirectories(folder.resolve("crls"));
        Files.writeString(folder.resolve("crls/revoked.pem"), Pem.of(list));
    }

    /** Whether its authority took back who this is. */
    boolean isTakenBack() throws IOException {
        var list = folder.resolve("crls/revoked.pem");
        return Files.exists(list)
                && Pem.revocations(Files.readString(list)).orElseThrow().isRevoked(self().certificate());
    }

    Credential self() throws IOException {
        return Credential.read(place());
    }

    Credential.Place place() {
        return new Credential.Place(folder.resolve("signcerts/cert.pem"), folder.resolve("keystore/priv_sk"));
    }
}

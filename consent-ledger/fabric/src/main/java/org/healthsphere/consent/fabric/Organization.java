package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * One organization of a network as its folder has it: two authorities, one for who somebody is and one for TLS, and below them the
 * identities of its programs and people's programs.
 *
 * @param name the same on the ledger, in Fabric's words its membership service provider
 */
record Organization(String name, Path folder) {
    /** What certificates name as the hosts of a site on this machine. */
    static final String ADMIN = "admin";

    static final String CLIENT = "client";
    static final String PEER = "peer";
    static final String CONTRACT = "contract";

    Path authorityFolder() {
        return folder.resolve("authority");
    }

    Path tlsAuthorityFolder() {
        return folder.resolve("tls-authority");
    }

    /** The file with the certificate that vouches for its TLS. */
    Path tlsAuthorityFile() {
        return tlsAuthorityFolder().resolve("authority.pem");
    }

    X509Certificate authority() throws IOException {
        return Credential.readCertificate(authorityFolder().resolve("authority.pem"));
    }

    X509Certificate tlsAuthority() throws IOException {
        return Credential.readCertificate(tlsAuthorityFile());
    }

    /** The folder of one of its own: a peer, an orderer, the administrator, the hospital's node. */
    Path home(String who) {
        return folder.resolve(who);
    }

    Msp msp(String who) {
        return new Msp(home(who).resolve("msp"));
    }

    Credential.Place tls(String who) {
        return new Credential.Place(home(who).resolve("tls/cert.pem"), home(who).resolve("tls/key.pem"));
    }
}

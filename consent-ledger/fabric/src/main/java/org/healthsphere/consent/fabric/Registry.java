package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.Outcome;

/**
 * An organization's two authorities, open for work: issues the identities of its programs.
 *
 * <p>Names in certificates are names of machines and hospitals, never of people: every member sees them.
 */
final class Registry {
    private static final Duration AUTHORITY = Duration.ofDays(3650);
    private static final Duration LEAF = Duration.ofDays(365);

    private final Organization organization;
    private final CertificateAuthority members;
    private final CertificateAuthority tls;
    private final SecureRandom random;

    private Registry(
            Organization organization, CertificateAuthority members, CertificateAuthority tls, SecureRandom random) {
        this.organization = organization;
        this.members = members;
        this.tls = tls;
        this.random = random;
    }

    static Registry found(Organization organization, Passphrase passphrase, InstantSource clock, SecureRandom random)
            throws IOException {
        var authorities = new CertificateAuthorities(clock, random);
        var name = organization.name();
        return new Registry(
                organization,
                authorities.found(
                        new Founding("ca." + name, name, AUTHORITY), organization.authorityFolder(), passphrase),
                authorities.found(
                        new Founding("tls." + name, name, AUTHORITY), organization.tlsAuthorityFolder(), passphrase),
                random);
    }

    /** The one whose authorities were founded before, if the passphrase is theirs. */
    static Outcome<Registry> open(
            Organization organization, Passphrase passphrase, InstantSource clock, SecureRandom random)
            throws IOException {
        var authorities = new CertificateAuthorities(clock, random);
        var members = authorities.open(organization.authorityFolder(), passphrase);
        var tls = authorities.open(organization.tlsAuthorityFolder(), passphrase);
        return members.then(m -> tls.map(t -> new Registry(organization, m, t, random)));
    }

    /** A certificate for a client that keeps its key to itself. */
    Outcome<X509Certificate> client(VerificationKey key) {
        return members.issue(
                new CertificateProfile.Msp(organization.name(), organization.name(), MspRole.CLIENT), key, LEAF);
    }

    /** Somebody of the organization: who he is, and his end of TLS, in the folder of that name. */
    void enrol(String who, MspRole role, String host) throws IOException {
        var profile = new CertificateProfile.Msp(organization.name(), organization.name(), role);
        organization.msp(who).write(organization, issue(members, profile));
        secure(who, host);
    }

    /** Somebody who is nobody on the ledger, but one end of TLS. */
    void secure(String who, String host) throws IOException {
        var profile = new CertificateProfile.Tls(who, organization.name(), List.of(host));
        issue(tls, profile).write(organization.tls(who));
    }

    private Credential issue(CertificateAuthority authority, CertificateProfile profile) {
        var pair = pair();
        var certificate = authority
                .issue(profile, VerificationKey.of(pair.getPublic()), LEAF)
                .orElseThrow();
        return new Credential(certificate, pair.getPrivate());
    }

    private KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}

package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.Fault;
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
        organization.msp(who).write(organization, identity(role));
        secure(who, host);
    }

    /** Somebody who is nobody on the ledger, but one end of TLS. */
    void secure(String who, String host) throws IOException {
        tls(who, host, Optional.empty()).write(organization.tls(who));
    }

    private Credential identity(MspRole role) {
        return issue(members, new CertificateProfile.Msp(organization.name(), organization.name(), role), pair());
    }

    /** Whoever this is, with a new key and for as long as if he came today. */
    Credential again(Credential present) {
        var subject = present.certificate().getSubjectX500Principal().getName();
        return identity(List.of(MspRole.values()).stream()
                .filter(role -> subject.contains("OU=" + role.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow());
    }

    /**
     * One end of TLS.
     *
     * @param kept whose key it has; nothing: a new one
     */
    Credential tls(String who, String host, Optional<Credential> kept) {
        var key = kept.map(one -> new KeyPair(one.certificate().getPublicKey(), one.key()));
        return issue(
                tls, new CertificateProfile.Tls(who, organization.name(), List.of(host)), key.orElseGet(this::pair));
    }

    /** Takes an identity back that this authority gave; all that it ever took back, signed by it. */
    Outcome<X509CRL> revoke(X509Certificate identity) {
        if (!identity.getIssuerX500Principal().equals(members.certificate().getSubjectX500Principal())) {
            return Outcome.failed(new Fault.NotFound(
                    "a certificate that the authority of " + organization.name() + " issued for the ledger"));
        }
        return members.revoke(identity.getSerialNumber()).map(_ -> members.revocations());
    }

    private static Credential issue(CertificateAuthority authority, CertificateProfile profile, KeyPair pair) {
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

package org.healthsphere.keys;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Who a certificate says its holder is, if this network's authority says so too and has not taken it back.
 *
 * <p>The authority issues leaves directly: a chain is the leaf alone, or the leaf and the authority. Each way of failing
 * has its own text, since it is read by the operator of the member that was refused.
 */
public final class MemberTrust {
    private static final int DIGITAL_SIGNATURE = 0;

    private final X509Certificate authority;

    public MemberTrust(X509Certificate authority) {
        this.authority = authority;
    }

    /** The certificate whose word is taken. */
    public X509Certificate authority() {
        return authority;
    }

    /**
     * The member that holds this chain's leaf, if it may be used so at that moment.
     *
     * @param revocations the authority's list; one that is out of date lets nobody in
     */
    public Outcome<NodeId> verify(
            List<X509Certificate> chain, X509CRL revocations, CertificateUse use, Instant moment) {
        if (chain.isEmpty()) {
            return refused("no certificate was presented");
        }
        var leaf = chain.getFirst();
        return issuedHere(chain)
                .then(_ -> current(leaf, moment))
                .then(_ -> standing(leaf, revocations, moment))
                .then(_ -> fit(leaf, use))
                .then(_ -> member(leaf));
    }

    private Outcome<X509Certificate> issuedHere(List<X509Certificate> chain) {
        var leaf = chain.getFirst();
        var direct = chain.size() == 1 || (chain.size() == 2 && chain.getLast().equals(authority));
        if (!direct || !leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return refused("the certificate was not issued by this network's authority");
        }
        try {
            leaf.verify(authority.getPublicKey());
            return Outcome.of(leaf);
        } catch (GeneralSecurityException e) {
            return refused("the certificate was not issued by this network's authority");
        }
    }

    private Outcome<X509Certificate> current(X509Certificate leaf, Instant moment) {
        if (moment.isBefore(leaf.getNotBefore().toInstant())) {
            return refused("the certificate is not valid yet");
        }
        if (moment.isAfter(leaf.getNotAfter().toInstant())) {
            return refused("the certificate has expired");
        }
        return moment.isAfter(authority.getNotAfter().toInstant())
                ? refused("the certificate of the network's authority has expired")
                : Outcome.of(leaf);
    }

    private Outcome<X509Certificate> standing(X509Certificate leaf, X509CRL revocations, Instant moment) {
        try {
            revocations.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            return Outcome.failed(new Fault.Unavailable("a list of revoked certificates signed by the authority"));
        }
        var next = revocations.getNextUpdate();
        if (next == null || moment.isAfter(next.toInstant())) {
            return Outcome.failed(new Fault.Unavailable("a current list of revoked certificates"));
        }
        return revocations.isRevoked(leaf) ? refused("the certificate has been revoked") : Outcome.of(leaf);
    }

    private static Outcome<X509Certificate> fit(X509Certificate leaf, CertificateUse use) {
        var usage = leaf.getKeyUsage();
        var signs = usage != null && usage[DIGITAL_SIGNATURE];
        var isAuthority = leaf.getBasicConstraints() >= 0;
        return signs && !isAuthority && !leaf.hasUnsupportedCriticalExtension() && names(leaf, use)
                ? Outcome.of(leaf)
                : refused("the certificate is not for this use");
    }

    private static boolean names(X509Certificate leaf, CertificateUse use) {
        try {
            var uses = leaf.getExtendedKeyUsage();
            return uses != null && uses.contains(use.extendedKeyUsage());
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static Outcome<NodeId> member(X509Certificate leaf) {
        try {
            var names = new LdapName(leaf.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString())
                            .toList();
            return names.size() == 1 ? Outcome.of(new NodeId(names.getFirst())) : unnamed();
        } catch (InvalidNameException | IllegalArgumentException e) {
            return unnamed();
        }
    }

    private static Outcome<NodeId> unnamed() {
        return refused("the certificate does not name a member");
    }

    private static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}

package org.healthsphere.node.joining;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.ShownCertificates;
import org.healthsphere.specs.Sha256;

/** Trusts whoever shows a certificate of one network's authority, whatever the address: the authority is known by its fingerprint. */
final class NetworkTrust implements ShownCertificates.Rule {
    private final Sha256 authority;
    private final InstantSource clock;
    private volatile Optional<String> complaint = Optional.empty();

    NetworkTrust(Sha256 authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** Why the last one was not trusted, in words for the operator. */
    Optional<String> complaint() {
        return complaint;
    }

    @Override
    public void check(List<X509Certificate> chain, CertificateUse use) throws CertificateException {
        complaint = problem(chain);
        if (complaint.isPresent()) {
            throw new CertificateException(complaint.get());
        }
    }

    private Optional<String> problem(List<X509Certificate> chain) {
        var root = chain.getLast();
        if (!MemberIdentity.fingerprint(root).equals(authority)) {
            return Optional.of(
                    "who answers there is not a member of the network that the invitation names, but shows a certificate of "
                            + chain.getFirst().getIssuerX500Principal().getName()
                            + "; if that is a proxy of yours which looks into TLS, let it pass connections to this address untouched");
        }
        try {
            chain.getFirst().verify(root.getPublicKey());
        } catch (GeneralSecurityException e) {
            return Optional.of("who answers there shows a certificate that the network's authority did not sign");
        }
        var now = clock.instant();
        return now.isBefore(chain.getFirst().getNotBefore().toInstant())
                        || now.isAfter(chain.getFirst().getNotAfter().toInstant())
                ? Optional.of("the member's certificate holds from "
                        + chain.getFirst().getNotBefore().toInstant() + " to "
                        + chain.getFirst().getNotAfter().toInstant() + ", and the clock of this machine says " + now
                        + "; set the clock")
                : Optional.empty();
    }
}

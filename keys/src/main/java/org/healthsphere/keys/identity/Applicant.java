package org.healthsphere.keys.identity;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** A node that has its keys and waits for its certificates. */
public final class Applicant {
    private final Member signingProfile;
    private final Tls tlsProfile;
    private final NodeKeys keys;

    Applicant(Member signingProfile, Tls tlsProfile, NodeKeys keys) {
        this.signingProfile = signingProfile;
        this.tlsProfile = tlsProfile;
        this.keys = keys;
    }

    /**
     * A new node with new keys.
     *
     * @param hosts the DNS names and addresses under which others reach it
     */
    public static Applicant create(NodeId id, String organization, List<String> hosts, SecureRandom random) {
        return new Applicant(
                new Member(id, organization), new Tls(id.value(), organization, hosts), NodeKeys.generate(random));
    }

    /** What the authority is to certify the signing key for. */
    public Member signingProfile() {
        return signingProfile;
    }

    /** What the authority is to certify the TLS key for. */
    public Tls tlsProfile() {
        return tlsProfile;
    }

    /** The request for the signing certificate, PKCS#10. */
    public Bytes signingRequest(CertificateRequests requests) {
        return requests.request(signingProfile, keys.signing());
    }

    /** The key that others will seal for. */
    public RecipientKey recipientKey() {
        return keys.recipient().recipientKey();
    }

    /** The key that it will sign with: until it is certified, that is good for its application only. */
    public Signer signer() {
        return new SigningKey(keys.signing());
    }

    NodeKeys keys() {
        return keys;
    }

    /** The request for the TLS certificate, PKCS#10. */
    public Bytes tlsRequest(CertificateRequests requests) {
        return requests.request(tlsProfile, keys.tls());
    }

    /** The member that it becomes with these certificates; refused when they are not for its keys. */
    public Outcome<MemberIdentity> admitted(X509Certificate signing, X509Certificate tls, X509Certificate authority) {
        return MemberIdentity.of(signingProfile.member(), keys, new Certificates(signing, tls, authority));
    }

    /** What was issued to a node, and by whom. */
    record Certificates(X509Certificate signing, X509Certificate tls, X509Certificate authority) {
        Outcome<Certificates> matching(NodeKeys keys) {
            if (!issued(signing) || !issued(tls)) {
                return Outcome.failed(new Fault.Conflict("a certificate is of another authority than was named"));
            }
            return holds(signing, keys.signing().getPublic())
                            && holds(tls, keys.tls().getPublic())
                    ? Outcome.of(this)
                    : Outcome.failed(new Fault.Conflict("a certificate is for another key than this node's"));
        }

        private boolean issued(X509Certificate certificate) {
            try {
                certificate.verify(authority.getPublicKey());
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private static boolean holds(X509Certificate certificate, PublicKey key) {
            return certificate.getPublicKey().equals(key);
        }
    }
}

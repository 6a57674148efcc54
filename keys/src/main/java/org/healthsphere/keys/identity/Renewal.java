package org.healthsphere.keys.identity;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.identity.Applicant.Certificates;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A member that waits for new certificates.
 *
 * <p>The key that it signs with stays, so that what it signed before can be checked as before; its certificate is issued anew. The
 * key that its doors show is a new one.
 */
public final class Renewal {
    private static final Bytes CONTEXT = Bytes.utf8("renewal");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MemberIdentity identity;
    private final KeyPair tls;

    private Renewal(MemberIdentity identity, KeyPair tls) {
        this.identity = identity;
        this.tls = tls;
    }

    static Renewal begin(MemberIdentity identity, SecureRandom random) {
        return new Renewal(identity, NodeKeys.p256(random));
    }

    /** The request for the TLS certificate, PKCS#10. */
    public Bytes request(CertificateRequests requests, Tls profile) {
        return requests.request(profile, tls);
    }

    /** The new key, sealed by the member for itself: a renewal outlives a restart. */
    public Bytes sealed(SecureRandom random) {
        var json = JSON.createObjectNode()
                .put("private", Bytes.of(tls.getPrivate().getEncoded()).base64url())
                .put("public", Bytes.of(tls.getPublic().getEncoded()).base64url());
        return identity.secretBox("renewal").seal(Bytes.utf8(json.toString()), CONTEXT, random);
    }

    /** What {@link #sealed} gave. */
    public static Outcome<Renewal> open(MemberIdentity identity, Bytes sealed) {
        return identity.secretBox("renewal").open(sealed, CONTEXT).then(content -> {
            try {
                var json = JSON.readTree(content.array());
                var keys = KeyFactory.getInstance("EC");
                var tls = new KeyPair(
                        keys.generatePublic(new X509EncodedKeySpec(
                                Bytes.base64url(json.path("public").asText()).array())),
                        keys.generatePrivate(new PKCS8EncodedKeySpec(
                                Bytes.base64url(json.path("private").asText()).array())));
                return Outcome.of(new Renewal(identity, tls));
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                return Outcome.failed(new Fault.Invalid("not a renewal that was begun"));
            }
        });
    }

    /** The member with its new certificates; refused when they are not for its keys. */
    public Outcome<MemberIdentity> renewed(X509Certificate signing, X509Certificate tlsCertificate) {
        var before = identity.keys();
        var keys = new NodeKeys(before.signing(), tls, before.recipient(), before.atRest());
        return MemberIdentity.of(identity.id(), keys, new Certificates(signing, tlsCertificate, identity.authority()));
    }

    @Override
    public String toString() {
        return "Renewal[REDACTED]";
    }
}

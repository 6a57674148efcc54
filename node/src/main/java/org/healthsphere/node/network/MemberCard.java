package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.healthsphere.federation.Peer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What the others need to speak with a member; it stands on the ledger when the member is admitted.
 *
 * @param endpoint HTTPS base of its peer interface
 * @param signing the certificate that its envelopes and receipts are checked with
 * @param tls SHA-256 of the certificate that its peer interface shows
 * @param recipient the key that is sealed for
 * @param share the member's share of the key of tokens, sealed for it; empty where it has it already
 * @param linkage the key that it is a share of; empty where that is the one that the member joined with
 */
public record MemberCard(
        NodeId member,
        String organization,
        URI endpoint,
        X509Certificate signing,
        Sha256 tls,
        RecipientKey recipient,
        Bytes share,
        Bytes linkage) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static MemberCard of(MemberIdentity identity, String organization, URI endpoint) {
        return new MemberCard(
                identity.id(),
                organization,
                endpoint,
                identity.certificate(),
                identity.tlsFingerprint(),
                identity.recipientKey(),
                Bytes.NONE,
                Bytes.NONE);
    }

    /** The same member with these certificates. */
    MemberCard renewed(X509Certificate signing, Sha256 tls) {
        return new MemberCard(member, organization, endpoint, signing, tls, recipient, share, linkage);
    }

    /** The same member with a share of this key. */
    MemberCard dealt(Bytes newShare, Bytes key) {
        return new MemberCard(member, organization, endpoint, signing, tls, recipient, newShare, key);
    }

    /** The card in canonical JSON, as the ledger has it. */
    public String text() {
        try {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("member", member.value())
                    .put("organization", organization)
                    .put("endpoint", endpoint.toString())
                    .put("signing", Bytes.of(signing.getEncoded()).base64url())
                    .put("tls", tls.hex())
                    .put("recipient", recipient.text());
            if (!share.isEmpty()) {
                json.put("share", share.base64url());
            }
            if (!linkage.isEmpty()) {
                json.put("linkage", linkage.base64url());
            }
            return Bytes.of(CanonicalJson.of(json)).utf8();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    public static Outcome<MemberCard> parse(String text) {
        try {
            var json = JSON.readTree(text);
            return RecipientKey.parse(json.path("recipient").asText()).map(recipient -> read(json, recipient));
        } catch (IOException | IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("a member's card cannot be read"));
        }
    }

    private static MemberCard read(JsonNode json, RecipientKey recipient) {
        return new MemberCard(
                new NodeId(json.path("member").asText()),
                json.path("organization").asText(),
                URI.create(json.path("endpoint").asText()),
                certificate(Bytes.base64url(json.path("signing").asText())),
                new Sha256(json.path("tls").asText()),
                recipient,
                Bytes.base64url(json.path("share").asText()),
                Bytes.base64url(json.path("linkage").asText()));
    }

    private static X509Certificate certificate(Bytes der) {
        try {
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.array()));
            var key = Bytes.of(certificate.getPublicKey().getEncoded()).base64url();
            if (VerificationKey.parse(key) instanceof Outcome.Failure) {
                throw new IllegalArgumentException("not a certificate of a key that signatures are checked with");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    public VerificationKey verificationKey() {
        return VerificationKey.of(signing.getPublicKey());
    }

    public Peer peer() {
        return new Peer(member, endpoint, tls);
    }
}

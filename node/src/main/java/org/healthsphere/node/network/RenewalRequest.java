package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.Renewal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What a member asks its authority for before its certificates run out: the same again, with a new TLS key. It can ask for nothing
 * that it did not have: its names are those of the certificate that it shows now.
 *
 * @param current the TLS certificate that is to be replaced
 * @param tls PKCS#10 for the new TLS key
 */
public record RenewalRequest(X509Certificate current, Bytes tls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The names of hosts and the addresses in a certificate (RFC 5280, section 4.2.1.6). */
    private static final List<Integer> HOSTS = List.of(2, 7);

    /** What this member writes. */
    public static RenewalRequest of(
            MemberIdentity identity, String organization, Renewal renewal, CertificateRequests requests) {
        var profile = profile(identity.id().value(), organization, identity.tlsCertificate());
        return new RenewalRequest(identity.tlsCertificate(), renewal.request(requests, profile));
    }

    static Tls profile(String member, String organization, X509Certificate current) {
        return new Tls(member, organization, hosts(current));
    }

    private static List<String> hosts(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> HOSTS.contains(name.getFirst()))
                    .map(name -> name.get(1).toString())
                    .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("not the certificate of a member", e);
        }
    }

    /** In canonical JSON, as the ledger has it. */
    public String text() {
        try {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("renewal", 1)
                    .put("current", Bytes.of(current.getEncoded()).base64url())
                    .put("tls", tls.base64url());
            return Bytes.of(CanonicalJson.of(json)).utf8();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    static Outcome<RenewalRequest> parse(String text) {
        try {
            var json = JSON.readTree(text);
            var current = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            Bytes.base64url(json.path("current").asText()).array()));
            return json.path("renewal").asInt() == 1
                    ? Outcome.of(new RenewalRequest(
                            current, Bytes.base64url(json.path("tls").asText())))
                    : unreadable();
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            return unreadable();
        }
    }

    private static <T> Outcome<T> unreadable() {
        return Outcome.failed(new Fault.Invalid("this is not a request to renew certificates"));
    }
}

package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.node.peers.RelayAddress;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Who wants to become a member, with which keys. It is what the members vote on: on the ledger it stands where a member's card
 * will stand, until the authority has certified the keys.
 *
 * @param hosts the names and addresses that its TLS certificate is to be for
 * @param signing PKCS#10 for the key that it signs with
 * @param tls PKCS#10 for its TLS key
 * @param text the whole of it in canonical JSON, signed with the key that it is to sign with
 */
public record Application(
        NodeId member,
        String organization,
        URI endpoint,
        List<String> hosts,
        Bytes signing,
        Bytes tls,
        VerificationKey key,
        RecipientKey recipient,
        String text) {
    /** What fits into the ledger beside everything else. */
    public static final int LARGEST = 8 * 1024;

    private static final int MOST_HOSTS = 8;
    private static final int GROUP = 4;
    private static final int GROUPS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Application {
        hosts = List.copyOf(hosts);
    }

    /** Makes one. */
    public static Application of(Applicant applicant, URI endpoint, CertificateRequests requests) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("application", 1)
                .put("member", applicant.signingProfile().member().value())
                .put("organization", applicant.signingProfile().organization())
                .put("endpoint", endpoint.toString())
                .put("signing", applicant.signingRequest(requests).base64url())
                .put("tls", applicant.tlsRequest(requests).base64url())
                .put("key", applicant.signer().verificationKey().spki())
                .put("recipient", applicant.recipientKey().text());
        applicant.tlsProfile().hosts().forEach(json.putArray("hosts")::add);
        var signature = applicant.signer().sign(CanonicalJson.of(json));
        json.put("signature", Bytes.of(signature).base64url());
        return parse(Bytes.of(CanonicalJson.of(json)).utf8()).orElseThrow();
    }

    /** Whether this is meant to be one. */
    static boolean isOne(String text) {
        try {
            return text.length() <= LARGEST && JSON.readTree(text).has("application");
        } catch (IOException e) {
            return false;
        }
    }

    /** The application of this text; what is not in its one spelling, or not signed with the key that it names, is none. */
    public static Outcome<Application> parse(String text) {
        try {
            var isObject = text.length() <= LARGEST && JSON.readTree(text) instanceof ObjectNode;
            if (!isObject
                    || !Bytes.of(CanonicalJson.of(JSON.readTree(text))).utf8().equals(text)) {
                return unreadable();
            }
            var json = (ObjectNode) JSON.readTree(text);
            return json.path("application").asInt() == 1
                    ? VerificationKey.parse(json.path("key").asText())
                            .then(key -> RecipientKey.parse(
                                            json.path("recipient").asText())
                                    .then(recipient -> read(json, text, key, recipient)))
                    : Outcome.failed(new Fault.VersionMismatch("an application of a version that is not known here"));
        } catch (IOException | IllegalArgumentException e) {
            return unreadable();
        }
    }

    /** Whoever is reached by way of another member has no name of its own there. */
    private static boolean isRelayed(String member, URI endpoint) {
        return RelayAddress.member(String.valueOf(endpoint.getPath()))
                .filter(named -> named.value().equals(member))
                .isPresent();
    }

    private static Outcome<Application> read(
            ObjectNode json, String text, VerificationKey key, RecipientKey recipient) {
        var signature = Bytes.base64url(json.path("signature").asText());
        if (!key.verifies(CanonicalJson.of(json.deepCopy().without(List.of("signature"))), signature.array())) {
            return Outcome.failed(
                    new Fault.Unauthenticated("the application is not signed with the key that it names"));
        }
        var endpoint = URI.create(json.path("endpoint").asText());
        var hosts = hosts(json);
        var application = new Application(
                new NodeId(json.path("member").asText()),
                json.path("organization").asText(),
                endpoint,
                hosts,
                Bytes.base64url(json.path("signing").asText()),
                Bytes.base64url(json.path("tls").asText()),
                key,
                recipient,
                text);
        var isReached = "https".equals(endpoint.getScheme())
                && endpoint.getHost() != null
                && endpoint.getPort() > 0
                && (hosts.contains(endpoint.getHost())
                        || isRelayed(json.path("member").asText(), endpoint))
                && hosts.stream().noneMatch(host -> host.contains("*"));
        // Their constructors know what a certificate may say.
        var fits = !application.tlsProfile().hosts().isEmpty()
                && application.signingProfile().member().equals(application.member());
        return isReached && fits ? Outcome.of(application) : unreadable();
    }

    private static List<String> hosts(JsonNode json) {
        List<String> hosts = new ArrayList<>();
        json.path("hosts").forEach(host -> hosts.add(host.asText()));
        if (hosts.size() > MOST_HOSTS) {
            throw new IllegalArgumentException("too many hosts");
        }
        return hosts;
    }

    private static <T> Outcome<T> unreadable() {
        return Outcome.failed(new Fault.Invalid("this is not an application for membership"));
    }

    Member signingProfile() {
        return new Member(member, organization);
    }

    Tls tlsProfile() {
        return new Tls(member.value(), organization, hosts);
    }

    /** The name of this very application. */
    public Sha256 digest() {
        return Sha256.of(text);
    }

    /** The beginning of the digest for people to read to each other: 128 bits in groups of four digits. */
    public String fingerprint() {
        return fingerprint(digest());
    }

    /** The same of any digest. */
    public static String fingerprint(Sha256 digest) {
        var groups = new ArrayList<String>(GROUPS);
        for (var i = 0; i < GROUPS; i++) {
            groups.add(digest.hex().substring(GROUP * i, GROUP * i + GROUP));
        }
        return String.join(" ", groups);
    }
}

package org.healthsphere.keys.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What is inside the file of an applicant, as JSON in the clear: only between the file's encryption and memory. */
final class ApplicantContent {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ApplicantContent() {}

    static Bytes encode(Applicant applicant) {
        var json = JSON.createObjectNode()
                .put("member", applicant.signingProfile().member().value())
                .put("organization", applicant.signingProfile().organization());
        applicant.tlsProfile().hosts().forEach(json.putArray("hosts")::add);
        var keys = applicant.keys();
        json.put(
                "signingPublic",
                Bytes.of(keys.signing().getPublic().getEncoded()).base64url());
        json.put("tlsPublic", Bytes.of(keys.tls().getPublic().getEncoded()).base64url());
        VaultContent.put(json, keys);
        try {
            return Bytes.of(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    static Outcome<Applicant> decode(Bytes content) {
        try {
            var json = JSON.readTree(content.array());
            return VaultContent.keys(json, key(json, "signingPublic"), key(json, "tlsPublic"))
                    .map(keys -> applicant(json, keys));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the content of the key vault cannot be understood"));
        }
    }

    private static Applicant applicant(JsonNode json, NodeKeys keys) {
        List<String> hosts = new ArrayList<>();
        json.path("hosts").forEach(host -> hosts.add(host.asText()));
        var id = new NodeId(json.path("member").asText());
        var organization = json.path("organization").asText();
        return new Applicant(new Member(id, organization), new Tls(id.value(), organization, hosts), keys);
    }

    private static PublicKey key(JsonNode json, String name) throws GeneralSecurityException {
        var spki = Bytes.base64url(json.path(name).asText());
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki.array()));
    }
}

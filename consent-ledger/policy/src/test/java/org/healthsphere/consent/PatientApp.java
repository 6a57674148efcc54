package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;

/** A synthetic patient with a key, who speaks to one member. */
public final class PatientApp {
    public static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random);
    private final NodeId custodian;
    private final String handle = token(16);

    public PatientApp(NodeId custodian) {
        this.custodian = custodian;
    }

    public String handle() {
        return handle;
    }

    public RegisterKey registration() {
        return new RegisterKey(custodian, key.verificationKey());
    }

    public String token(int bytes) {
        var token = new byte[bytes];
        random.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    public Grant grant() {
        return grant(Set.of(PurposeOfUse.TREAT), FAR);
    }

    public Grant grant(Set<PurposeOfUse> purposes, Instant notAfter) {
        return grant(token(16), Terms.of(consent(), random), purposes, notAfter);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode consent() {
        var consent = JsonNodeFactory.instance.objectNode();
        consent.put("resourceType", "Consent").put("status", "active");
        consent.putObject("scope")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/consentscope")
                .put("code", "patient-privacy");
        consent.putObject("provision").put("type", "permit");
        return consent;
    }

    /** Terms in the clear, where a hospital would have them sealed. */
    public Grant grant(String id, Terms terms, Set<PurposeOfUse> purposes, Instant notAfter) {
        return signed(new Grant(
                id,
                custodian,
                handle,
                terms.digest(),
                purposes,
                notAfter,
                key.verificationKey().thumbprint(),
                Bytes.NONE,
                terms.encoded()));
    }

    public Grant signed(Grant grant) {
        return new Grant(
                grant.id(),
                grant.custodian(),
                grant.handle(),
                grant.digest(),
                grant.purposes(),
                grant.notAfter(),
                key.verificationKey().thumbprint(),
                Bytes.of(key.sign(grant.signedBytes().array())),
                grant.terms());
    }

    public Revoke revoke(String id) {
        var thumbprint = key.verificationKey().thumbprint();
        return new Revoke(
                id,
                thumbprint,
                Bytes.of(key.sign(
                        new Revoke(id, thumbprint, Bytes.NONE).signedBytes().array())));
    }
}

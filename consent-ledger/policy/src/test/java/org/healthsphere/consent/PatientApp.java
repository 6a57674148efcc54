package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.Right;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** A synthetic patient with a key, who speaks to one member. */
public final class PatientApp {
    public static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private SigningKey key = SigningKey.generate(random);
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

    /** The patient goes on with another key. */
    public RotateKey rotation() {
        var next = SigningKey.generate(random);
        var unsigned = new RotateKey(custodian, thumbprint(), next.verificationKey(), Optional.empty(), Bytes.NONE);
        var rotation = new RotateKey(
                custodian, unsigned.key(), unsigned.successor(), Optional.empty(), sign(unsigned.signedBytes()));
        key = next;
        return rotation;
    }

    public Sha256 thumbprint() {
        return key.verificationKey().thumbprint();
    }

    public Bytes sign(Bytes statement) {
        return Bytes.of(key.sign(statement.array()));
    }

    /** A consent in other words, each time with another salt. */
    public Amend amend(Grant before, long version, Set<PurposeOfUse> purposes) {
        var words = grant(before.id(), Terms.of(consent(), random), purposes, FAR);
        return signed(Amend.of(words, version, before.digest()));
    }

    public Amend signed(Amend amend) {
        return Amend.of(amend.asGrant().signedWith(sign(amend.signedBytes())), amend.version(), amend.previous());
    }

    public OptOut optOut(Set<PurposeOfUse> purposes) {
        var unsigned = new OptOut(token(16), custodian, handle, purposes, thumbprint(), Optional.empty(), Bytes.NONE);
        return new OptOut(
                unsigned.id(),
                custodian,
                handle,
                purposes,
                thumbprint(),
                Optional.empty(),
                sign(unsigned.signedBytes()));
    }

    public Delegate delegate(PatientApp other, Set<Right> rights, Instant notAfter) {
        var unsigned = new Delegate(
                token(16), custodian, handle, thumbprint(), other.thumbprint(), rights, notAfter, Bytes.NONE);
        return new Delegate(
                unsigned.id(),
                custodian,
                handle,
                thumbprint(),
                other.thumbprint(),
                rights,
                notAfter,
                sign(unsigned.signedBytes()));
    }

    /** A grant for somebody else's records, in the right of a delegation. */
    public Grant grantFor(PatientApp patient, String delegation) {
        var own = patient.grant();
        var unsigned = new Grant(
                own.id(),
                own.custodian(),
                own.handle(),
                own.digest(),
                own.purposes(),
                own.notAfter(),
                thumbprint(),
                Optional.of(delegation),
                Bytes.NONE,
                own.terms());
        return unsigned.signedWith(sign(unsigned.signedBytes()));
    }

    public Revoke revokeFor(String id, String delegation) {
        var unsigned = revoke(id);
        return new Revoke(id, thumbprint(), Optional.of(delegation), unsigned.signature());
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
                Optional.empty(),
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
                Optional.empty(),
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

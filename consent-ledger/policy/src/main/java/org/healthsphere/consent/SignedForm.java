package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;

/** What a patient's key signs, byte for byte; the contract and every verifier build the same. */
final class SignedForm {
    private SignedForm() {}

    static Bytes of(Grant grant) {
        return canonical(consent(grant).put("operation", "grant"));
    }

    static Bytes of(Amend amend) {
        return canonical(consent(amend.asGrant())
                .put("operation", "amend")
                .put("version", amend.version())
                .put("previous", amend.previous().hex()));
    }

    private static ObjectNode consent(Grant grant) {
        var form = object().put("id", grant.id())
                .put("custodian", grant.custodian().value())
                .put("handle", grant.handle())
                .put("digest", grant.digest().hex())
                .put("notAfter", grant.notAfter().toString())
                .put("key", grant.key().hex());
        grant.delegation().ifPresent(delegation -> form.put("delegation", delegation));
        return sorted(
                form, "purposes", grant.purposes().stream().map(Enum::name).toList());
    }

    static Bytes of(OptOut out) {
        var form = object().put("operation", "optOut")
                .put("id", out.id())
                .put("custodian", out.custodian().value())
                .put("handle", out.handle())
                .put("key", out.key().hex());
        out.delegation().ifPresent(delegation -> form.put("delegation", delegation));
        return canonical(
                sorted(form, "purposes", out.purposes().stream().map(Enum::name).toList()));
    }

    static Bytes of(LegalBasisRelease release) {
        var form = object().put("operation", "legalBasisRelease")
                .put("id", release.id())
                .put("custodian", release.custodian().value())
                .put("handle", release.handle())
                .put("statute", release.statute())
                .put("requester", release.requester())
                .put("notBefore", release.notBefore().toString())
                .put("notAfter", release.notAfter().toString());
        return canonical(sorted(form, "types", List.copyOf(release.types())));
    }

    static Bytes of(Delegate delegate) {
        var form = object().put("operation", "delegate")
                .put("id", delegate.id())
                .put("custodian", delegate.custodian().value())
                .put("handle", delegate.handle())
                .put("key", delegate.key().hex())
                .put("delegate", delegate.delegate().hex())
                .put("notAfter", delegate.notAfter().toString());
        return canonical(sorted(
                form,
                "rights",
                delegate.rights().stream()
                        .map(right -> right.name().toLowerCase(Locale.ROOT))
                        .toList()));
    }

    static Bytes of(RotateKey rotation) {
        var form = object().put("operation", "rotateKey")
                .put("custodian", rotation.custodian().value())
                .put("key", rotation.key().hex())
                .put("spki", rotation.successor().spki());
        rotation.relyingParty().ifPresent(party -> form.put("relyingParty", party.hex()));
        return canonical(form);
    }

    static Bytes ofRevocation(String id) {
        return canonical(object().put("operation", "revoke").put("id", id));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode sorted(ObjectNode form, String name, Collection<String> words) {
        var list = form.putArray(name);
        words.stream().sorted().forEach(list::add);
        return form;
    }

    private static Bytes canonical(ObjectNode form) {
        return Bytes.of(CanonicalJson.of(form));
    }
}

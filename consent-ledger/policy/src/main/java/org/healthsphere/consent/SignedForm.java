package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;

/** What a patient's key signs, byte for byte; the contract and every verifier build the same. */
final class SignedForm {
    private SignedForm() {}

    static Bytes of(Grant grant) {
        var form = JsonNodeFactory.instance.objectNode();
        form.put("operation", "grant")
                .put("id", grant.id())
                .put("custodian", grant.custodian().value())
                .put("handle", grant.handle())
                .put("digest", grant.digest().hex())
                .put("notAfter", grant.notAfter().toString())
                .put("key", grant.key().hex());
        var purposes = form.putArray("purposes");
        grant.purposes().stream().map(Enum::name).sorted().forEach(purposes::add);
        return Bytes.of(CanonicalJson.of(form));
    }

    static Bytes ofRevocation(String id) {
        var form = JsonNodeFactory.instance.objectNode();
        form.put("operation", "revoke").put("id", id);
        return Bytes.of(CanonicalJson.of(form));
    }
}

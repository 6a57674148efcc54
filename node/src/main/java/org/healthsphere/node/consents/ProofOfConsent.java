package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;

/** What shows to anybody that a consent was signed and where the ledger has it; it says nothing of what was consented to. */
final class ProofOfConsent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProofOfConsent() {}

    static Bytes of(Grant grant, LedgerEvent event) {
        var json = JSON.createObjectNode()
                .put("signed", grant.signedBytes().utf8())
                .put("signature", grant.signature().base64url())
                .put("key", grant.key().hex())
                .put("height", event.height())
                .put("transaction", event.transaction());
        return Bytes.of(CanonicalJson.of(json));
    }
}

package org.healthsphere.consent.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PatientSignature;

/** What a law permits whatever the patient says: an entry that two people answer for, not a way around the ledger. */
final class LegalBases {
    private static final String APPROVALS = "approvals";

    private LegalBases() {}

    static Outcome<Bytes> record(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.LEGAL_BASIS_RELEASE, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> Directives.notExpired(ledger, form))
                .then(_ -> Instant.parse(form.text("notBefore")).isBefore(Instant.parse(form.text("notAfter")))
                        ? Outcome.of(form)
                        : Outcome.failed(
                                new Fault.Unprocessable(List.of(new Problem("notBefore", "is not before the end")))))
                .then(_ -> isApproved(form)
                        ? Directives.written(ledger, Operation.LEGAL_BASIS_RELEASE, form)
                        : Outcome.failed(new Fault.Forbidden("not approved by two people in two roles")));
    }

    private static boolean isApproved(Form form) {
        var first = form.json().path(APPROVALS).path(0);
        var second = form.json().path(APPROVALS).path(1);
        var statement = form.json().deepCopy().put("operation", Operation.LEGAL_BASIS_RELEASE.word());
        statement.remove(APPROVALS);
        var signed = Form.canonical(statement);
        return !first.path("spki").equals(second.path("spki")) && isBy(first, signed) && isBy(second, signed);
    }

    private static boolean isBy(JsonNode approval, Bytes signed) {
        return PatientKey.of(approval.path("spki").asText())
                .filter(key -> PatientSignature.verifies(
                        key.key(),
                        new PatientSignature.Signed(signed, Optional.empty()),
                        Bytes.base64url(approval.path("signature").asText())))
                .isPresent();
    }
}

package org.healthsphere.consent;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.LegalBasisRelease.Approval;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;

/** A hospital's two people who answer for what the law lets it release. */
public final class Law {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private final NodeId hospital;
    private final SigningKey auditor = SigningKey.generate(new SecureRandom());
    private final SigningKey steward = SigningKey.generate(new SecureRandom());

    public Law(NodeId hospital) {
        this.hospital = hospital;
    }

    /** An entry that nobody has approved. */
    public LegalBasisRelease draft(String id, String handle, String... types) {
        return new LegalBasisRelease(
                id,
                hospital,
                handle,
                "Infection Protection Act, section 6",
                "Public health authority",
                Set.of(types),
                FROM,
                PatientApp.FAR,
                List.of());
    }

    public LegalBasisRelease approved(LegalBasisRelease draft) {
        return draft.approvedBy(
                List.of(approval(Role.AUDITOR, auditor, draft), approval(Role.STEWARD, steward, draft)));
    }

    /** Both signatures by one person. */
    public LegalBasisRelease approvedByOne(LegalBasisRelease draft) {
        return draft.approvedBy(
                List.of(approval(Role.AUDITOR, auditor, draft), approval(Role.STEWARD, auditor, draft)));
    }

    public static Approval approval(Role role, SigningKey key, LegalBasisRelease draft) {
        return new Approval(
                role,
                key.verificationKey(),
                org.healthsphere.specs.Bytes.of(key.sign(draft.signedBytes().array())));
    }
}

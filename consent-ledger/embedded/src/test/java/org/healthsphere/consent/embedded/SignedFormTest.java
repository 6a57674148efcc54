package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/**
 * The bytes that a patient's key signs. That the contract builds the same ones is shown by every grant that it accepts in this
 * module; these vectors are what an app in another language builds.
 */
class SignedFormTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void a_grant_is_signed_in_this_form() {
        var grant = new Grant(
                ID,
                NORTH,
                "handle-0123456789",
                Sha256.of("digest"),
                Set.of(PurposeOfUse.TREAT, PurposeOfUse.HRESCH),
                Instant.parse("2099-01-01T00:00:00Z"),
                Sha256.of("key"),
                Optional.empty(),
                Bytes.NONE,
                Bytes.utf8("terms are not signed, their digest is"));
        assertThat(grant.signedBytes().utf8())
                .isEqualTo("{\"custodian\":\"north\",\"digest\":\"" + Sha256.of("digest")
                        + "\",\"handle\":\"handle-0123456789\",\"id\":\"" + ID + "\",\"key\":\"" + Sha256.of("key")
                        + "\",\"notAfter\":\"2099-01-01T00:00:00Z\",\"operation\":\"grant\","
                        + "\"purposes\":[\"HRESCH\",\"TREAT\"]}");
    }

    @Test
    void a_revocation_is_signed_in_this_form() {
        assertThat(new Revoke(ID, Sha256.of("key"), Bytes.NONE).signedBytes().utf8())
                .isEqualTo("{\"id\":\"" + ID + "\",\"operation\":\"revoke\"}");
    }
}

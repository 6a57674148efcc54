package org.healthsphere.node.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {
    private static final Sha256 AUTHORITY = Sha256.of("authority");

    @Test
    void an_invitation_comes_back_as_it_was_handed_on() {
        var invitation = new Invitation(
                URI.create("https://north.example:8443"), Invitation.newCode(new SecureRandom()), AUTHORITY);
        assertThat(Invitation.parse(" " + invitation.text() + "\n")).isEqualTo(Outcome.of(invitation));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://north.example:8443",
                "https://north.example:8443#AAAAAAAAAAAAAAAAAAAAAA",
                "https://north.example:8443#AAAAAAAAAAAAAAAAAAAAAA.abc",
                "https://north.example:8443#AAAA.0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
                "http://north.example:8443#AAAAAAAAAAAAAAAAAAAAAA.0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
            })
    void what_was_cut_short_or_is_no_invitation_is_told_so(String text) {
        assertThat(Invitation.parse(text))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        refused -> assertThat(refused.fault())
                                .isInstanceOf(Fault.Invalid.class)
                                .asString()
                                .contains("hie member invite"));
    }
}

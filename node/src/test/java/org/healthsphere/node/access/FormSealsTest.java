package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class FormSealsTest {
    private final FormSeals seals = new FormSeals(new SecureRandom());

    @Test
    void a_seal_fits_its_own_nonce_only() {
        var nonce = seals.nonce();
        assertThat(seals.fits(nonce, seals.seal(nonce))).isTrue();
        assertThat(seals.fits(seals.nonce(), seals.seal(nonce))).isFalse();
        assertThat(seals.fits(nonce, "")).isFalse();
    }

    @Test
    void another_node_cannot_make_it() {
        var nonce = seals.nonce();
        assertThat(seals.fits(nonce, new FormSeals(new SecureRandom()).seal(nonce)))
                .isFalse();
    }
}

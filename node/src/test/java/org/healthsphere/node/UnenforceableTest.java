package org.healthsphere.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.config.NodeConfig.Address;
import org.junit.jupiter.api.Test;

class UnenforceableTest {
    private static final Set<String> TWO = Set.of("b".repeat(32), "a".repeat(32));

    private static NodeConfig.Ledger settings(boolean stops) {
        return new NodeConfig.Ledger(new Address("localhost", 7051), LedgerMode.EMBEDDED, Duration.ofSeconds(5), stops);
    }

    @Test
    void a_consent_in_force_that_cannot_be_enforced_stops_the_start_and_the_refusal_says_which_and_what_to_do() {
        assertThatThrownBy(() -> Unenforceable.none(TWO, settings(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the ledger has consents in force that this node cannot enforce: [" + "a".repeat(32) + ", "
                                + "b".repeat(32)
                                + "]. Have their patients end or replace them, or set ledger.unenforceable to deny: then nobody sees their records.");
    }

    @Test
    void a_hospital_that_would_rather_deny_starts_and_so_does_one_without_such_consents() {
        assertThatCode(() -> Unenforceable.none(TWO, settings(false))).doesNotThrowAnyException();
        assertThatCode(() -> Unenforceable.none(Set.of(), settings(true))).doesNotThrowAnyException();
    }
}

package org.healthsphere.consent.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class RefusedDirectiveTest {
    private static final Fault.Conflict CONFLICT = new Fault.Conflict("there is one already");

    @Test
    void while_it_cannot_be_seen_what_is_there_a_directive_is_not_called_refused() {
        Outcome<LedgerEvent> away = Outcome.failed(new Fault.Unavailable("consent ledger: find"));
        assertThat(GatewayConsentLedger.refused(CONFLICT, away)).isEqualTo(away);
        Outcome<LedgerEvent> slow = Outcome.failed(new Fault.Timeout("consent ledger: find"));
        assertThat(GatewayConsentLedger.refused(CONFLICT, slow)).isEqualTo(slow);
    }

    @Test
    void where_something_else_is_there_it_is_refused() {
        assertThat(GatewayConsentLedger.refused(CONFLICT, Outcome.failed(new Fault.Conflict("says something else"))))
                .isEqualTo(Outcome.failed(CONFLICT));
        assertThat(GatewayConsentLedger.refused(CONFLICT, Outcome.failed(new Fault.NotFound("directive"))))
                .isEqualTo(Outcome.failed(CONFLICT));
    }
}

package org.healthsphere.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SignInCodesTest extends KeyHouse {
    @Test
    void a_code_is_good_once() {
        var code = code(ANN);
        var creation = keys.creation("ann", "Ann Sample").orElseThrow();
        assertThat(keys.makeByCode(code, creation, new Response(device().create(creation.options()), "x"), HERE))
                .isInstanceOf(Outcome.Success.class);
        var second = keys.creation("ann", "Ann Sample").orElseThrow();
        assertThat(keys.makeByCode(code, second, new Response(device().create(second.options()), "x"), HERE))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(keys.of("ann")).hasSize(1);
    }

    @Test
    void a_code_is_good_for_a_day_and_a_new_one_ends_it() {
        var first = code(ANN);
        assertThat(keys.holderOf(first, HERE)).isEqualTo(Outcome.of(ANN));
        assertThat(keys.holderOf(" " + first.toLowerCase(java.util.Locale.ROOT).replace('-', ' '), HERE))
                .isEqualTo(Outcome.of(ANN));
        var second = code(ANN);
        assertThat(keys.holderOf(first, HERE)).isInstanceOf(Outcome.Failure.class);
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(keys.holderOf(second, HERE)).isEqualTo(Outcome.of(ANN));
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.holderOf(second, HERE)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_code_makes_a_passkey_for_its_own_patient_only() {
        var creation = keys.creation("ben", "Ben Sample").orElseThrow();
        assertThat(keys.makeByCode(code(ANN), creation, new Response(device().create(creation.options()), "x"), HERE))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(keys.of("ben")).isEmpty();
        assertThat(keys.of("ann")).isEmpty();
    }

    @Test
    void a_code_is_not_used_up_by_a_ledger_that_is_away() {
        var code = code(ANN);
        ledger.isAway = true;
        var creation = keys.creation("ann", "Ann Sample").orElseThrow();
        var response = new Response(device().create(creation.options()), "x");
        assertThat(keys.makeByCode(code, creation, response, HERE))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the ledger")));
        assertThat(keys.of("ann")).isEmpty();
        ledger.isAway = false;
        assertThat(keys.makeByCode(code, creation, response, HERE)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void who_guesses_codes_is_locked_out_and_noted() {
        for (var i = 0; i <= 30; i++) {
            assertThat(keys.holderOf("guess-" + i, HERE)).isInstanceOf(Outcome.Failure.class);
        }
        assertThat(keys.holderOf(code(ANN), HERE))
                .isEqualTo(Outcome.failed(new Fault.TooMany("too many failed tries from this address; wait a while")));
        assertThat(keys.holderOf(code(ANN), new From("192.0.2.2", "c2"))).isEqualTo(Outcome.of(ANN));
        assertThat(noted(AuditCode.SIGN_IN_REFUSED)).hasSizeGreaterThan(30);
        clock.advance(Duration.ofMinutes(15));
        assertThat(keys.holderOf(code(ANN), HERE)).isEqualTo(Outcome.of(ANN));
    }
}

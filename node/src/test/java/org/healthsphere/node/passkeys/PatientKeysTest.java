package org.healthsphere.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Holder;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PatientSignature;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class PatientKeysTest extends KeyHouse {
    // Making

    @Test
    void a_passkey_is_made_with_a_code_of_the_desk_and_is_known_on_the_ledger() {
        var device = device();
        var passkey = made(device);
        assertThat(passkey.id()).isEqualTo(device.id());
        assertThat(passkey.name()).isEqualTo("Phone");
        assertThat(keys.of("ann")).containsExactly(passkey);
        assertThat(ledger.registered).containsExactly(passkey.thumbprint());
        assertThat(ledger.relyingParty).contains(Sha256.of("hospital.example"));
        assertThat(noted(AuditCode.SIGN_IN_CODE_ISSUED).getFirst().event().what())
                .containsExactly("proof:passport");
        assertThat(noted(AuditCode.PASSKEY_ADDED).getFirst().event().patient()).contains("ann");
    }

    @Test
    void it_is_kept_sealed_and_survives_a_restart() {
        var device = device();
        var passkey = made(device);
        var restarted = again();
        assertThat(restarted.of("ann")).containsExactly(passkey);
        assertThat(restarted
                        .signIn(device.get(restarted.question()), HERE)
                        .orElseThrow()
                        .patient())
                .isEqualTo("ann");
        for (var space : List.of("passkeys", "passkey-owner")) {
            try (var marks = store.marks(space)) {
                assertThat(marks.map(mark -> mark.value().utf8()))
                        .isNotEmpty()
                        .noneMatch(value -> value.contains("\"Phone\"") || value.contains("\"ann\""));
            }
        }
    }

    @Test
    void a_passkey_of_another_origin_or_without_its_person_is_not_made() {
        refused(tried(new SoftwareAuthenticator("https://hospital.example.evil", random)));
        refused(tried(new SoftwareAuthenticator("https://other.hospital.example", random)));
        refused(tried(device().withoutVerification()));
        assertThat(keys.of("ann")).isEmpty();
        assertThat(ledger.registered).isEmpty();
    }

    @Test
    void a_passkey_for_another_relying_party_or_another_challenge_is_not_made() {
        var creation = keys.creation("ann", "Ann Sample").orElseThrow();
        var elsewhere = creation.options().replace("\"hospital.example\"", "\"evil.example\"");
        refused(keys.make(creation, new Response(device().create(elsewhere), "x"), HERE));
        var other = keys.creation("ann", "Ann Sample").orElseThrow();
        refused(keys.make(creation, new Response(device().create(other.options()), "x"), HERE));
        for (var nonsense : List.of("", "{}", "[]", "null", "x".repeat(20_000))) {
            refused(keys.make(creation, new Response(nonsense, "x"), HERE));
        }
    }

    @Test
    void no_passkey_is_made_twice_or_for_two_patients() {
        var device = device();
        made(device);
        var creation = keys.creation("ben", "Ben Sample").orElseThrow();
        refused(keys.make(creation, new Response(device.create(creation.options()), "x"), HERE));
        assertThat(keys.of("ben")).isEmpty();
    }

    @Test
    void a_patient_has_so_many_and_no_more() {
        for (var i = 0; i < PatientKeys.MOST; i++) {
            made(device());
        }
        assertThat(keys.creation("ann", "Ann Sample"))
                .isEqualTo(Outcome.failed(new Fault.Conflict("there are 10 passkeys; remove one first")));
    }

    @Test
    void of_two_first_passkeys_begun_at_once_one_is_made_since_devices_know_a_patient_by_one_handle() {
        var one = keys.creation("ann", "Ann Sample").orElseThrow();
        var other = keys.creation("ann", "Ann Sample").orElseThrow();
        assertThat(keys.make(one, new Response(device().create(one.options()), "x"), HERE))
                .isInstanceOf(Outcome.Success.class);
        refused(keys.make(other, new Response(device().create(other.options()), "x"), HERE));
        assertThat(keys.of("ann")).hasSize(1);
    }

    // Signing in

    @Test
    void a_passkey_says_who_comes_and_the_audit_notes_it() {
        var device = device();
        made(device);
        var answered = signedIn(device).orElseThrow();
        assertThat(answered.patient()).isEqualTo("ann");
        assertThat(answered.passkey().used()).contains(clock.instant());
        assertThat(keys.of("ann")).containsExactly(answered.passkey());
        assertThat(noted(AuditCode.SIGNED_IN).getFirst().event().patient()).contains("ann");
    }

    @Test
    void an_answer_from_another_origin_is_refused() {
        var device = device();
        made(device);
        var elsewhere = new SoftwareAuthenticator("https://hospital.example.evil", device);
        refused(keys.signIn(elsewhere.get(keys.question()), HERE));
        assertThat(noted(AuditCode.SIGN_IN_REFUSED).getFirst().event().result()).isEqualTo(Result.DENIED);
        assertThat(signedIn(device)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void an_answer_for_another_relying_party_is_refused() {
        var device = device();
        made(device);
        refused(keys.signIn(device.get(keys.question().replace("hospital.example", "evil.example")), HERE));
    }

    @Test
    void an_answer_is_taken_once_and_for_ten_minutes() {
        var device = device();
        made(device);
        var answer = device.get(keys.question());
        assertThat(keys.signIn(answer, HERE)).isInstanceOf(Outcome.Success.class);
        refused(keys.signIn(answer, HERE));
        var late = keys.question();
        clock.advance(Duration.ofMinutes(10));
        refused(keys.signIn(device.get(late), HERE));
    }

    @Test
    void a_challenge_that_was_not_given_out_here_is_refused() {
        var device = device();
        made(device);
        var own = keys.question()
                .replaceFirst(
                        "\"challenge\":\"[^\"]+\"",
                        "\"challenge\":\"" + Bytes.of(new byte[64]).base64url() + "\"");
        refused(keys.signIn(device.get(own), HERE));
        refused(keys.signIn(device.get(again().question()), HERE));
    }

    @Test
    void an_answer_without_its_person_verified_is_refused() {
        var device = device();
        made(device);
        refused(signedIn(device.withoutVerification()));
    }

    @Test
    void a_counter_that_goes_back_is_a_copy_and_is_refused() {
        var device = device();
        made(device);
        assertThat(signedIn(device.countingFrom(40))).isInstanceOf(Outcome.Success.class);
        refused(signedIn(device.countingFrom(20)));
        refused(signedIn(device.countingFrom(40)));
        assertThat(signedIn(device.countingFrom(41))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void an_answer_of_nobodys_passkey_or_of_no_passkey_is_refused() {
        refused(signedIn(device()));
        for (var nonsense : List.of("", "{}", "[]", "null", "x".repeat(20_000))) {
            refused(keys.signIn(nonsense, HERE));
        }
    }

    @Test
    void who_proves_anew_who_he_is_is_the_same_patient() {
        var anns = device();
        made(anns);
        var bens = device();
        made(bens, new Holder("ben", "Ben Sample"));
        assertThat(keys.prove("ann", anns.get(keys.question()), HERE)).isInstanceOf(Outcome.Success.class);
        refused(keys.prove("ann", bens.get(keys.question()), HERE));
    }

    @Test
    void who_tries_too_often_waits() {
        var device = device();
        made(device);
        for (var i = 0; i <= 30; i++) {
            refused(keys.signIn("{}", HERE));
        }
        assertThat(signedIn(device)).isInstanceOf(Outcome.Failure.class);
        assertThat(keys.signIn(device.get(keys.question()), new From("192.0.2.2", "c2")))
                .isInstanceOf(Outcome.Success.class);
    }

    // Signing

    @Test
    void a_statement_is_signed_as_the_ledger_takes_it() {
        var device = device();
        var passkey = made(device);
        var statement = Bytes.utf8("{\"id\":\"1\"}");
        var digest = Sha256.of(statement.array());
        var answer = device.get(keys.signing("ann", passkey.id(), digest).orElseThrow());
        var answered = keys.signed("ann", digest, answer, HERE).orElseThrow();
        var signed = new PatientSignature.Signed(statement, Optional.of(Sha256.of("hospital.example")));
        assertThat(PatientSignature.verifies(device.key().publicKey(), signed, answered.assertion()))
                .isTrue();
        var other = new PatientSignature.Signed(Bytes.utf8("{}"), Optional.of(Sha256.of("hospital.example")));
        assertThat(PatientSignature.verifies(device.key().publicKey(), other, answered.assertion()))
                .isFalse();
    }

    @Test
    void a_signature_of_another_statement_or_of_another_patient_is_refused() {
        var anns = device();
        var passkey = made(anns);
        var bens = device();
        made(bens, new Holder("ben", "Ben Sample"));
        var options = keys.signing("ann", passkey.id(), STATEMENT).orElseThrow();
        refused(keys.signed("ann", Sha256.of("another consent"), anns.get(options), HERE));
        refused(keys.signed("ann", STATEMENT, bens.get(options), HERE));
        refused(keys.signed("ben", STATEMENT, anns.get(options), HERE));
        assertThat(keys.signing("ben", passkey.id(), STATEMENT))
                .isEqualTo(Outcome.failed(new Fault.NotFound("passkey of yours")));
    }

    // Names and ends

    @Test
    void passkeys_are_renamed_and_removed_but_for_the_last() {
        var phone = made(device());
        var key = device();
        var laptop = made(key);
        assertThat(keys.rename("ann", laptop.id(), "Laptop").orElseThrow().name())
                .isEqualTo("Laptop");
        assertThat(keys.remove("ann", phone.id(), HERE)).isInstanceOf(Outcome.Success.class);
        assertThat(keys.of("ann")).extracting(Passkey::name).containsExactly("Laptop");
        assertThat(ledger.retired).containsExactly(phone.thumbprint());
        assertThat(keys.remove("ann", laptop.id(), HERE))
                .isEqualTo(Outcome.failed(new Fault.Conflict("the only passkey stays until there is another")));
        assertThat(keys.remove("ben", laptop.id(), HERE))
                .isEqualTo(Outcome.failed(new Fault.NotFound("passkey of yours")));
        assertThat(noted(AuditCode.PASSKEY_REMOVED)).hasSize(1);
    }

    @Test
    void what_was_removed_opens_nothing() {
        var lost = device();
        var passkey = made(lost);
        made(device());
        assertThat(keys.remove("ann", passkey.id(), HERE)).isInstanceOf(Outcome.Success.class);
        refused(signedIn(lost));
    }

    @Test
    void nothing_of_it_is_printed() {
        var device = device();
        var passkey = made(device);
        var code = keys.issueCode(DESK, ANN, "passport", "c1").orElseThrow();
        assertThat(code.toString()
                        + passkey
                        + ANN
                        + device
                        + signedIn(device).orElseThrow()
                        + keys.creation("ann", "Ann Sample").orElseThrow())
                .doesNotContain(code.text())
                .doesNotContain("ann")
                .doesNotContain("Ann")
                .doesNotContain(passkey.id());
    }
}

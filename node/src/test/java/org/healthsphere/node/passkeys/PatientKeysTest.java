package org.healthsphere.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Holder;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PatientSignature;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class PatientKeysTest {
    private static final String ORIGIN = "https://hospital.example";
    private static final NodeId NORTH = new NodeId("north");
    private static final Requester DESK = new Requester(NORTH, "user-desk", Role.CLINICIAN);
    private static final From HERE = new From("192.0.2.1", "c0");
    private static final Holder ANN = new Holder("ann", "Ann Sample");
    private static final Sha256 STATEMENT = Sha256.of("a consent");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    private final SecretBox box = SecretBox.generate(random);
    private final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    private final KnownKeys ledger = new KnownKeys();
    private final PatientKeys keys = again();

    /** The same after a restart: nothing is left but what was stored. */
    private PatientKeys again() {
        return new PatientKeys(
                new PatientKeys.Party(NORTH, () -> ORIGIN, "Hospital"),
                new PatientKeys.Behind(store, box, ledger, audit),
                clock,
                random);
    }

    private SoftwareAuthenticator device() {
        return new SoftwareAuthenticator(ORIGIN, random);
    }

    private String code(Holder holder) {
        return keys.issueCode(DESK, holder, "passport", "c1").orElseThrow().text();
    }

    private Passkey made(SoftwareAuthenticator device) {
        return made(device, ANN);
    }

    private Passkey made(SoftwareAuthenticator device, Holder holder) {
        var code = code(holder);
        var creation = keys.creation(holder.patient(), holder.name()).orElseThrow();
        return keys.makeByCode(code, creation, new Response(device.create(creation.options()), " Phone "), HERE)
                .orElseThrow();
    }

    private Outcome<Passkey> tried(SoftwareAuthenticator device) {
        var creation = keys.creation("ann", "Ann Sample").orElseThrow();
        return keys.makeByCode(code(ANN), creation, new Response(device.create(creation.options()), "Phone"), HERE);
    }

    private Outcome<Answered> signedIn(SoftwareAuthenticator device) {
        return keys.signIn(device.get(keys.question()), HERE);
    }

    private static void refused(Outcome<?> outcome) {
        assertThat(outcome).isEqualTo(Outcome.failed(new Fault.Unauthenticated("the passkey was not taken")));
    }

    private List<AuditEntry> noted(AuditCode code) {
        return audit.newest(100).stream()
                .filter(entry -> entry.event().code() == code)
                .toList();
    }

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
        assertThat(noted(AuditCode.SIGN_IN_CODE_ISSUED).getFirst().event().what()).containsExactly("proof:passport");
        assertThat(noted(AuditCode.PASSKEY_ADDED).getFirst().event().patient()).contains("ann");
    }

    @Test
    void it_is_kept_sealed_and_survives_a_restart() {
        var device = device();
        var passkey = made(device);
        var restarted = again();
        assertThat(restarted.of("ann")).containsExactly(passkey);
        assertThat(restarted.signIn(device.get(restarted.question()), HERE).orElseThrow().patient())
                .isEqualTo("ann");
        for (var space : List.of("passkeys", "passkey-owner")) {
            try (var marks = store.marks(space)) {
                assertThat(marks.map(mark -> mark.value().utf8()))
                        .isNotEmpty()
                        .noneMatch(value -> value.contains("Phone") || value.contains("ann"));
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

    // Codes

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
        assertThat(keys.makeByCode(
                        code(ANN), creation, new Response(device().create(creation.options()), "x"), HERE))
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
                .isEqualTo(Outcome.failed(
                        new Fault.TooMany("too many failed tries from this address; wait a while")));
        assertThat(keys.holderOf(code(ANN), new From("192.0.2.2", "c2"))).isEqualTo(Outcome.of(ANN));
        assertThat(noted(AuditCode.SIGN_IN_REFUSED)).hasSizeGreaterThan(30);
        clock.advance(Duration.ofMinutes(15));
        assertThat(keys.holderOf(code(ANN), HERE)).isEqualTo(Outcome.of(ANN));
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
        var own = keys.question().replaceFirst("\"challenge\":\"[^\"]+\"", "\"challenge\":\"" + Bytes.of(new byte[64]).base64url() + "\"");
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
        assertThat(keys.rename("ann", laptop.id(), "Laptop").orElseThrow().name()).isEqualTo("Laptop");
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
        assertThat(code.toString() + passkey + ANN + device + signedIn(device).orElseThrow()
                        + keys.creation("ann", "Ann Sample").orElseThrow())
                .doesNotContain(code.text())
                .doesNotContain("ann")
                .doesNotContain("Ann")
                .doesNotContain(passkey.id());
    }
}

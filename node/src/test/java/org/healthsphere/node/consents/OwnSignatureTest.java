package org.healthsphere.node.consents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.node.passkeys.SoftwareAuthenticator;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A patient whose passkey signs, on a ledger that checks it; and what of his the hospital can no longer do. */
class OwnSignatureTest {
    private static final Sha256 PARTY = Sha256.of("hospital.example");
    private static final Fault NOT_FOR_HIM = new Fault.Forbidden("this patient signs with a passkey");

    private final House house = new House();
    private final Consents consents = house.consents;
    private final SoftwareAuthenticator phone = device();
    private final long begun = house.ledger.eventsFrom(0).orElseThrow().size();

    @AfterEach
    void close() {
        house.close();
    }

    private static SoftwareAuthenticator device() {
        return new SoftwareAuthenticator("https://hospital.example", new SecureRandom());
    }

    private static ObjectNode paper() {
        return House.consent("{'type':'permit'}");
    }

    private Outcome<SignedConsent> heldFor(String patient) {
        return consents.grant(patient, paper(), Set.of(PurposeOfUse.TREAT), House.NOW.plus(Duration.ofDays(9)));
    }

    private void register(SoftwareAuthenticator device) {
        assertThat(consents.register("ann", device.key(), PARTY)).isInstanceOf(Outcome.Success.class);
    }

    private Draft draft(SoftwareAuthenticator device) {
        var until = House.NOW.plus(Duration.ofDays(9));
        return consents.draft("ann", paper(), Set.of(PurposeOfUse.TREAT), until, device.key().thumbprint())
                .orElseThrow();
    }

    /** The answer of a passkey as the ledger takes it. */
    private static Bytes answer(SoftwareAuthenticator device, Sha256 statement) {
        var asked = JsonNodeFactory.instance.objectNode();
        asked.putObject("publicKey")
                .put("rpId", "hospital.example")
                .put("challenge", Bytes.of(statement.bytes()).base64url());
        var response = House.tree(device.get(asked.toString())).path("response");
        return Bytes.utf8(JsonNodeFactory.instance
                .objectNode()
                .put("authenticatorData", response.path("authenticatorData").asText())
                .put("clientDataJSON", response.path("clientDataJSON").asText())
                .put("signature", response.path("signature").asText())
                .toString());
    }

    private SignedConsent signed(SoftwareAuthenticator device) {
        var draft = draft(device);
        return consents.sign(draft, answer(device, draft.statement())).orElseThrow();
    }

    private Outcome<LedgerEvent> ended(SoftwareAuthenticator device, String consent) {
        return consents.revoke(
                "ann", consent, device.key().thumbprint(), answer(device, Consents.revocation(consent)));
    }

    private List<Class<? extends Directive>> told() {
        return house.ledger.eventsFrom(0).orElseThrow().stream()
                .skip(begun)
                .<Class<? extends Directive>>map(event -> event.directive().getClass())
                .toList();
    }

    @Test
    void a_passkey_signs_and_ends_a_consent() {
        register(phone);
        var signed = signed(phone);
        assertThat(consents.find("ann", signed.id())).contains(signed);
        assertThat(ended(phone, signed.id())).isInstanceOf(Outcome.Success.class);
        assertThat(told()).isEqualTo(List.of(RegisterKey.class, Grant.class, Revoke.class));
        assertThat(consents.find("ann", signed.id()).orElseThrow().withdrawn()).contains(House.NOW);
    }

    @Test
    void the_first_one_takes_the_place_of_the_key_that_was_held_which_is_gone() {
        var before = heldFor("ann").orElseThrow();
        register(phone);
        assertThat(heldFor("ann")).isEqualTo(Outcome.failed(NOT_FOR_HIM));
        assertThat(consents.revoke("ann", before.id())).isEqualTo(Outcome.failed(NOT_FOR_HIM));
        assertThat(ended(phone, before.id())).isInstanceOf(Outcome.Success.class);
        assertThat(told()).isEqualTo(List.of(RegisterKey.class, Grant.class, RotateKey.class, Revoke.class));
        var cabinet = new SecretCabinet(
                house.store, Identities.of("north").secretBox("patient secrets"), house.random);
        assertThat(cabinet.find("ann").orElseThrow().exportForSealing().utf8())
                .contains("handle")
                .doesNotContain("private");
    }

    @Test
    void the_patient_is_the_same_to_the_ledger_before_and_after() {
        var before = consents.handleFor("ann").orElseThrow();
        register(phone);
        assertThat(consents.handleFor("ann")).isEqualTo(Outcome.of(before));
        assertThat(consents.withHandle(before)).isEqualTo(Optional.of("ann"));
    }

    @Test
    void nobody_elses_passkey_and_no_other_statement_is_taken() {
        register(phone);
        var draft = draft(phone);
        var stranger = device();
        assertThat(consents.sign(draft, answer(stranger, draft.statement())))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("not signed by the patient")));
        assertThat(consents.sign(draft, answer(phone, Sha256.of("another"))))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("not signed by the patient")));
        assertThat(consents.sign(draft, Bytes.NONE)).isInstanceOf(Outcome.Failure.class);
        assertThat(consents.of("ann")).isEmpty();
    }

    @Test
    void another_passkey_ends_what_a_lost_one_said_and_the_lost_one_says_nothing_new() {
        register(phone);
        var said = signed(phone);
        var laptop = device();
        register(laptop);
        assertThat(consents.retire(phone.key().thumbprint())).isInstanceOf(Outcome.Success.class);
        var late = draft(phone);
        assertThat(consents.sign(late, answer(phone, late.statement())))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the key is no longer in use")));
        assertThat(ended(laptop, said.id())).isInstanceOf(Outcome.Success.class);
        assertThat(told())
                .isEqualTo(List.of(
                        RegisterKey.class,
                        Grant.class,
                        RegisterKey.class,
                        RetireKey.class,
                        Guardian.class,
                        Revoke.class));
        assertThat(consents.find("ann", said.id()).orElseThrow().withdrawn()).isPresent();
    }

    @Test
    void a_consent_of_somebody_else_is_not_ended() {
        register(phone);
        var bens = heldFor("ben").orElseThrow();
        assertThat(ended(phone, bens.id())).isEqualTo(Outcome.failed(new Fault.NotFound("such consent")));
    }
}

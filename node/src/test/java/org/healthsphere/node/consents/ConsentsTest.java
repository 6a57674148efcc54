package org.healthsphere.node.consents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.Terms;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsentsTest {
    private static final String SECRET_WORDS = "psychotherapy-with-nobody";
    // An id that no chance writes into what is sealed or random.
    private static final String UNMISTAKABLE = "annabella-of-the-north";
    private static final List<String> SPACES =
            List.of("patient-secret", "patient-handle", "consent", "consent-pending");

    private final House house = new House();
    private final Consents consents = house.consents;

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_grant_is_signed_with_a_registered_key_and_kept_as_it_was_said() {
        var signed = grant("ann");
        var events = since(2);
        assertThat(events).extracting(LedgerEvent::directive).hasExactlyElementsOfTypes(RegisterKey.class, Grant.class);
        var grant = (Grant) events.getLast().directive();
        assertThat(signed)
                .isEqualTo(new SignedConsent(
                        grant.id(),
                        Bytes.utf8(paper().toString()),
                        House.NOW,
                        3,
                        ProofOfConsent.of(grant, events.getLast()),
                        Optional.empty()));
        assertThat(grant.notAfter()).isEqualTo(Instant.parse("2027-03-03T10:15:00Z"));
        assertThat(grant.purposes()).containsExactly(PurposeOfUse.TREAT);
        assertThat(grant.id()).matches("[0-9a-f]{32}");
        assertThat(consents.find("ann", grant.id())).contains(signed);
        assertThat(consents.withHandle(grant.handle())).contains("ann");
    }

    @Test
    void what_is_on_the_ledger_says_nothing_of_what_was_consented_to() {
        var signed = grant(UNMISTAKABLE);
        var others = house.network.seenBy(House.SOUTH).eventsFrom(0).orElseThrow();
        assertThat(others.toString()).doesNotContain(SECRET_WORDS).doesNotContain(UNMISTAKABLE);
        var own = (Grant) since(3).getFirst().directive();
        assertThat(own.terms().utf8()).doesNotContain(SECRET_WORDS);
        var opened = consents.open(own).then(Terms::decode).orElseThrow();
        assertThat(opened.digest()).isEqualTo(own.digest());
        assertThat(opened.tree().orElseThrow()).isEqualTo(paper());
        assertThat(signed.directive().utf8()).doesNotContain(SECRET_WORDS);
    }

    @Test
    void the_proof_holds_the_signed_bytes_and_the_place_on_the_ledger() {
        var signed = grant("ann");
        var events = since(2);
        var key = ((RegisterKey) events.getFirst().directive()).key();
        var proof = House.tree(signed.directive().utf8());
        assertThat(key.verifies(
                        proof.path("signed").asText().getBytes(StandardCharsets.UTF_8),
                        Bytes.base64url(proof.path("signature").asText()).array()))
                .isTrue();
        assertThat(proof.path("key").asText()).isEqualTo(key.thumbprint().hex());
        assertThat(proof.path("height").asLong()).isEqualTo(3);
        assertThat(proof.path("transaction").asText())
                .isEqualTo(events.getLast().transaction());
    }

    @Test
    void each_patient_has_a_key_and_a_handle_of_her_own_and_keeps_them() {
        grant("ann");
        grant("ann");
        grant("bea");
        var grants = grants();
        assertThat(since(2).stream().filter(event -> event.directive() instanceof RegisterKey))
                .hasSize(2);
        assertThat(grants.get(0).handle())
                .isEqualTo(grants.get(1).handle())
                .isNotEqualTo(grants.get(2).handle());
        assertThat(grants.get(0).key())
                .isEqualTo(grants.get(1).key())
                .isNotEqualTo(grants.get(2).key());
        assertThat(consents.of("ann"))
                .extracting(SignedConsent::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(consents.of("an")).isEmpty();
    }

    @Test
    void the_newest_comes_first() {
        var first = grant("ann");
        house.clock.advance(Duration.ofHours(1));
        var second = grant("ann");
        assertThat(consents.of("ann")).containsExactly(second, first);
    }

    @Test
    void a_consent_that_cannot_be_enforced_is_not_signed() {
        var odd = House.consent("{'type':'permit','data':[{'meaning':'related'}]}");
        var refused = consents.grant("ann", odd, Set.of(PurposeOfUse.TREAT), House.NOW.plusSeconds(60));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Unprocessable.class));
        assertThat(consents.of("ann")).isEmpty();
        assertThat(since(2)).isEmpty();
    }

    @Test
    void what_the_ledger_refuses_is_not_in_the_book() {
        var late = consents.grant("ann", paper(), Set.of(PurposeOfUse.TREAT), House.NOW.minusSeconds(60));
        assertThat(late).isInstanceOf(Outcome.Failure.class);
        assertThat(consents.of("ann")).isEmpty();
        assertThat(marks("consent-pending")).isEmpty();
    }

    @Test
    void a_revocation_ends_it_for_ever_and_twice_is_once() {
        var signed = grant("ann");
        house.clock.advance(Duration.ofHours(2));
        var event = consents.revoke("ann", signed.id()).orElseThrow();
        assertThat(event.directive()).isInstanceOf(Revoke.class);
        assertThat(consents.find("ann", signed.id())).contains(signed.withdrawnAt(House.NOW.plus(Duration.ofHours(2))));
        house.clock.advance(Duration.ofHours(1));
        assertThat(consents.revoke("ann", signed.id())).isEqualTo(Outcome.of(event));
        assertThat(consents.find("ann", signed.id()).orElseThrow().withdrawn())
                .contains(House.NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void nobody_ends_what_is_not_hers() {
        var signed = grant("ann");
        grant("bea");
        var missing = Outcome.failed(new Fault.NotFound("such consent"));
        assertThat(consents.revoke("bea", signed.id())).isEqualTo(missing);
        assertThat(consents.revoke("nobody", signed.id())).isEqualTo(missing);
        assertThat(consents.revoke("ann", "none")).isEqualTo(missing);
        assertThat(consents.find("bea", signed.id())).isEmpty();
    }

    @Test
    void all_of_it_survives_a_restart() {
        var signed = grant("ann");
        var again = new Consents(Identities.of("north"), house.ledger, house.store, house.clock, house.random);
        assertThat(again.of("ann")).containsExactly(signed);
        assertThat(again.handleFor("ann")).isEqualTo(consents.handleFor("ann"));
        assertThat(again.withHandle(grants().getFirst().handle())).contains("ann");
        assertThat(again.open(grants().getFirst())).isInstanceOf(Outcome.Success.class);
        assertThat(again.revoke("ann", signed.id())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void another_node_cannot_open_it() {
        grant("ann");
        var south = new Consents(
                Identities.of("south"), house.network.seenBy(House.SOUTH), house.store, house.clock, house.random);
        assertThat(south.open(grants().getFirst())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void nothing_is_plain_at_rest() throws Exception {
        var signed = grant(UNMISTAKABLE);
        var _ = consents.revoke(UNMISTAKABLE, signed.id());
        var exported = exportedSecrets();
        var all = SPACES.stream().flatMap(space -> marks(space).stream()).toList();
        assertThat(all).hasSize(3);
        for (var mark : all) {
            var text = new String(mark.value().array(), StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .doesNotContain(SECRET_WORDS)
                    .doesNotContain("Consent")
                    .doesNotContain("private")
                    .doesNotContain(UNMISTAKABLE);
            exported.forEach(secret -> assertThat(text).doesNotContain(secret));
        }
    }

    /** The private key and the secret of the handle, as text and as bytes. */
    private List<String> exportedSecrets() throws Exception {
        var box = Identities.of("north").secretBox("patient secrets");
        var cabinet = new SecretCabinet(house.store, box, house.random);
        var exported = House.tree(
                cabinet.find(UNMISTAKABLE).orElseThrow().exportForSealing().utf8());
        return Stream.of("private", "handle")
                .map(name -> exported.path(name).asText())
                .flatMap(
                        text -> Stream.of(text, new String(Bytes.base64url(text).array(), StandardCharsets.ISO_8859_1)))
                .toList();
    }

    @Test
    void a_patient_owns_his_record_where_he_is_a_patient() {
        var here = new Requester(House.NORTH, "ann", Role.PATIENT);
        var elsewhere = new Requester(House.SOUTH, "ann", Role.PATIENT);
        assertThat(consents.ownedBy(here)).containsExactly("ann");
        assertThat(consents.ownedBy(elsewhere)).isEmpty();
    }

    @Test
    void a_key_that_the_ledger_did_not_take_is_not_kept() {
        var wire = new Wire(house.ledger);
        var shaky = new Consents(Identities.of("north"), wire, house.store, house.clock, house.random);
        wire.cutBefore = true;
        assertThat(granted(shaky)).isEqualTo(Outcome.failed(new Fault.Unavailable("the ledger")));
        wire.cutBefore = false;
        assertThat(granted(shaky)).isInstanceOf(Outcome.Success.class);
        assertThat(shaky.of("ann")).hasSize(1);
    }

    @Test
    void a_consent_whose_commit_was_not_heard_of_is_in_the_book_once_the_ledger_tells() {
        grant("ann");
        var wire = new Wire(house.ledger);
        var shaky = new Consents(Identities.of("north"), wire, house.store, house.clock, house.random);
        wire.cutAfter = true;
        assertThat(granted(shaky)).isEqualTo(Outcome.failed(new Fault.Unavailable("the ledger")));
        assertThat(shaky.of("ann")).hasSize(1);
        var restarted = new Consents(Identities.of("north"), house.ledger, house.store, house.clock, house.random);
        since(0).forEach(restarted::apply);
        assertThat(restarted.of("ann"))
                .extracting(SignedConsent::id)
                .containsExactlyInAnyOrderElementsOf(
                        grants().stream().map(Grant::id).toList());
        assertThat(marks("consent-pending")).isEmpty();
        assertThat(restarted.revoke("ann", grants().getLast().id())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void an_end_that_was_not_heard_of_is_in_the_book_once_the_ledger_tells() {
        var signed = grant("ann");
        var wire = new Wire(house.ledger);
        var shaky = new Consents(Identities.of("north"), wire, house.store, house.clock, house.random);
        wire.cutAfter = true;
        assertThat(shaky.revoke("ann", signed.id())).isInstanceOf(Outcome.Failure.class);
        assertThat(shaky.find("ann", signed.id())).contains(signed);
        house.clock.advance(Duration.ofHours(3));
        since(0).forEach(shaky::apply);
        assertThat(shaky.find("ann", signed.id())).contains(signed.withdrawnAt(House.NOW));
        assertThat(marks("consent-pending")).isEmpty();
    }

    @Test
    void events_of_other_hospitals_change_nothing() {
        var before = marks("consent");
        var foreign = new Consents(
                Identities.of("south"),
                house.network.seenBy(House.SOUTH),
                new org.healthsphere.node.store.memory.InMemoryResourceStore(house.clock),
                house.clock,
                house.random);
        var _ = granted(foreign).orElseThrow();
        since(0).forEach(consents::apply);
        assertThat(marks("consent")).isEqualTo(before);
    }

    @Test
    void several_first_consents_at_once_share_one_key() {
        var granted = IntStream.range(0, 8)
                .parallel()
                .mapToObj(_ -> granted(consents).orElseThrow())
                .toList();
        assertThat(new HashSet<>(grants().stream().map(Grant::key).toList())).hasSize(1);
        for (var one : granted) {
            assertThat(consents.revoke("ann", one.id())).isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void secrets_and_changes_do_not_show_themselves() {
        assertThat(PatientSecrets.generate(house.random)).hasToString("PatientSecrets[REDACTED]");
        assertThat(new Pending.Change("ann", Optional.of(Bytes.utf8(SECRET_WORDS)), House.NOW))
                .hasToString("Change[2026-03-03T10:15:00Z]");
    }

    @CanIgnoreReturnValue
    private SignedConsent grant(String patient) {
        return consents.grant(patient, paper(), Set.of(PurposeOfUse.TREAT), House.NOW.plus(Duration.ofDays(365)))
                .orElseThrow();
    }

    private static Outcome<SignedConsent> granted(Consents consents) {
        return consents.grant("ann", paper(), Set.of(PurposeOfUse.TREAT), House.NOW.plus(Duration.ofDays(9)));
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode paper() {
        return House.consent("{'type':'permit'}").put("id", SECRET_WORDS);
    }

    private List<LedgerEvent> since(long height) {
        return house.ledger.eventsFrom(height).orElseThrow();
    }

    private List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        since(0).forEach(event -> {
            if (event.directive() instanceof Grant grant) {
                grants.add(grant);
            }
        });
        return grants;
    }

    private List<Mark> marks(String space) {
        try (var marks = house.store.marks(space)) {
            return marks.toList();
        }
    }

    /** The way to a ledger, cut before or behind it. */
    private static final class Wire implements ConsentLedger {
        private final ConsentLedger ledger;
        private boolean cutBefore;
        private boolean cutAfter;

        Wire(ConsentLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public Outcome<LedgerEvent> submit(Directive directive) {
            Outcome<LedgerEvent> lost = Outcome.failed(new Fault.Unavailable("the ledger"));
            return cutBefore ? lost : ledger.submit(directive).then(event -> cutAfter ? lost : Outcome.of(event));
        }

        @Override
        public Outcome<List<LedgerEvent>> eventsFrom(long height) {
            return ledger.eventsFrom(height);
        }

        @Override
        public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
            return ledger.awaitFrom(height, patience);
        }

        @Override
        public Outcome<LedgerHead> head() {
            return ledger.head();
        }

        @Override
        public Outcome<Standing> check(String id) {
            return ledger.check(id);
        }

        @Override
        public Outcome<List<LedgerEvent>> history(String id) {
            return ledger.history(id);
        }

        @Override
        public Optional<Sha256> hashAt(long height) {
            return ledger.hashAt(height);
        }

        @Override
        public LedgerMode mode() {
            return ledger.mode();
        }

        @Override
        public void close() {
            ledger.close();
        }
    }
}

package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Supposition;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way something of a patient leaves by, or is denied, he has one receipt for it that he can check by himself. */
class SealedReceiptsTest {
    private static final ResourceId NOTE = new ResourceId("Condition", "note");

    private final House house = new House();

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'gender':'female'}");
        house.put("Condition", "note", "ann", "{'subject':{'reference':'Patient/ann'},'code':{'text':'x'}}");
        house.put("Observation", "first", "ann", "{'status':'final','subject':{'reference':'Patient/ann'}}");
        house.put("Binary", "scan", "ann", "{'contentType':'text/plain','data':'eA=='}");
        house.put("Patient", "bea", "bea", "{'gender':'female'}");
        house.put("Condition", "other", "bea", "{'subject':{'reference':'Patient/bea'},'code':{'text':'x'}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void minuteLater() {
        later(Duration.ofMinutes(2));
        house.receipts.seal();
    }

    private void later(Duration time) {
        house.clock.advance(time);
        house.follow();
    }

    private Optional<Receipt> receipt(String patient, Access access) {
        return house.receipts
                .of(patient, access.correlation())
                .map(paper -> ReceiptBatch.verify(paper, Identities.of("north").verificationKey())
                        .orElseThrow());
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("read", (side, access) -> side.read(access, NOTE)),
                way("read of a Binary", (side, access) -> side.read(access, new ResourceId("Binary", "scan"))),
                way("version", (side, access) -> side.version(access, NOTE, 1)),
                way("history", (side, access) -> side.history(access, "Condition/note", "")),
                way("search", (side, access) -> side.search(access, "Condition", "patient=ann")),
                way(
                        "search and include",
                        (side, access) -> side.search(
                                access,
                                "Condition",
                                "patient=ann&_include=Condition:subject&_revinclude=Provenance:target")),
                way("compartment", (side, access) -> side.within(access, "ann", "Observation", "")),
                way("$everything", (side, access) -> side.everything(access, "ann", "")),
                way("$docref", (side, access) -> side.docref(access, "patient=ann")),
                way("$lastn", (side, access) -> side.lastn(access, "patient=ann&code=x")),
                way("$meta", (side, access) -> side.meta(access, NOTE)),
                way("$summary", (side, access) -> side.summary(access, "ann")),
                way("a batch", (side, access) -> side.batch(access, "Condition/note", "Observation?patient=ann")));
    }

    private static Arguments way(String name, BiFunction<Side, Access, ?> asked) {
        return Arguments.of(name, asked);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void what_leaves_and_what_is_denied_leaves_one_receipt(String name, BiFunction<Side, Access, ?> way) {
        try (var side = Side.gated(house)) {
            var own = house.own();
            var _ = way.apply(side, own);
            house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
            var denied = house.own();
            var _ = way.apply(side, denied);
            minuteLater();
            var given = receipt("ann", own).orElseThrow();
            assertThat(given.permitted()).as(name).isTrue();
            var refused = receipt("ann", denied).orElseThrow();
            assertThat(refused.ground()).as(name).contains(Ground.DIRECTIVE);
            assertThat(refused.released()).isEqualTo(Receipt.NOTHING);
            assertThat(refused.consent()).isPresent();
            assertThat(sealed()).as("receipts in all").isEqualTo(2);
        }
    }

    /** How many receipts the seals that were logged are for. */
    private long sealed() {
        return house.logged.stream()
                .mapToLong(seal -> ReceiptBatch.verifySeal(
                                seal, Identities.of("north").verificationKey())
                        .orElseThrow()
                        .size())
                .sum();
    }

    @Test
    void who_is_told_of_a_change_and_who_exports_leave_one_receipt_for_each_patient() {
        try (var side = Side.gated(house)) {
            var program = house.access(House.NORTH, "program", Role.SYSTEM, PurposeOfUse.TREAT);
            assertThat(side.export(program, new Extent.AllPatients(), "_type=Condition"))
                    .contains("note", "other");
            var subscriber = house.access(House.NORTH, "listener", Role.SYSTEM, PurposeOfUse.TREAT);
            assertThat(house.gate.notifying(subscriber, side.versions())).isInstanceOf(Outcome.Success.class);
            minuteLater();
            for (var access : List.of(program, subscriber)) {
                for (var patient : List.of("ann", "bea")) {
                    assertThat(receipt(patient, access).orElseThrow().permitted())
                            .isTrue();
                }
            }
            assertThat(sealed()).isEqualTo(4);
        }
    }

    @Test
    void each_patient_of_a_page_has_a_receipt_that_tells_nothing_of_the_others() {
        var access = house.own();
        var found = house.gate.search(access, new Query("Condition", List.of(), List.of(), 10, Optional.empty()));
        minuteLater();
        var ofAnn = receipt("ann", access).orElseThrow();
        var ofBea = receipt("bea", access).orElseThrow();
        assertThat(found.orElseThrow().matches()).hasSize(2);
        assertThat(ofAnn.released())
                .isEqualTo(Noting.digest(List.of(house.store.get(NOTE).orElseThrow())))
                .isNotEqualTo(ofBea.released());
        assertThat(house.receipts.of("cem", access.correlation())).isEmpty();
    }

    @Test
    void a_receipt_says_all_on_which_it_was_decided_and_nothing_of_health() {
        var signed = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var access = house.stranger();
        assertThat(house.gate.read(access, NOTE)).isInstanceOf(Outcome.Success.class);
        var entry = house.audit.newest(1).getFirst();
        minuteLater();
        assertThat(receipt("ann", access))
                .contains(new Receipt(
                        entry.hash().hex().substring(0, 32),
                        House.NORTH,
                        House.SOUTH,
                        Role.CLINICIAN,
                        Receipt.subject(access.correlation(), "clinician-7"),
                        PurposeOfUse.TREAT,
                        Optional.of(signed.id()),
                        Optional.empty(),
                        house.view.height(),
                        NetworkPolicy.standard().version(),
                        Noting.digest(List.of(house.store.get(NOTE).orElseThrow())),
                        House.NOW,
                        access.correlation()));
        var sealed =
                house.receipts.of("ann", access.correlation()).orElseThrow().utf8();
        assertThat(Bytes.base64url(sealed.split("\\.", -1)[1]).utf8())
                .contains(House.NORTH.value())
                .doesNotContain("\"ann\"", "/ann", "/note", "Condition");
    }

    @Test
    void a_part_that_is_kept_back_is_denied_by_the_patient_and_what_an_app_may_not_touch_is_not() {
        house.says(
                "ann",
                House.consent(
                        "{'type':'permit','provision':[{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Condition'}]}]}"),
                PurposeOfUse.TREAT);
        var person = house.own();
        assertThat(house.gate.read(person, NOTE)).isInstanceOf(Outcome.Failure.class);
        minuteLater();
        assertThat(receipt("ann", person).orElseThrow().sentence())
                .isEqualTo("north released nothing to a clinician of north: a directive of the patient denies,"
                        + " purpose TREAT, on 2026-03-03T10:15:00Z");
    }

    @Test
    void what_there_is_not_looks_to_who_asks_as_what_is_denied_and_has_a_receipt_of_nobody() {
        house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var denied = house.gate.read(house.own(), NOTE);
        var nothing = house.gate.read(house.own(), new ResourceId("Condition", "none"));
        assertThat(denied.toString().replace("note", "none")).isEqualTo(nothing.toString());
        minuteLater();
        assertThat(sealed()).isEqualTo(2);
    }

    @Test
    void what_a_consent_would_change_is_shown_with_a_receipt() {
        var ann = house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT);
        var stranger = house.stranger();
        var request = new ConsentRequest(stranger.requester(), stranger.purpose(), house.clock.instant());
        assertThat(house.gate.difference(ann, "ann", request, Supposition.nothing()))
                .isInstanceOf(Outcome.Success.class);
        minuteLater();
        assertThat(receipt("ann", ann)).isPresent();
    }

    @Test
    void what_goes_to_another_member_has_its_own_receipt_and_no_second_one() {
        var access = house.stranger();
        assertThat(house.gate.release(access, Optional.of("ann"), new Compartment(Set.of())))
                .isInstanceOf(Outcome.Success.class);
        minuteLater();
        assertThat(house.logged).isEmpty();
        assertThat(house.receipts.has("ann", access.correlation())).isFalse();
    }

    @Test
    void nobody_has_a_receipt_before_its_minute_is_over_and_a_request_that_goes_on_has_one() {
        var access = house.own();
        read(access);
        later(SealedReceipts.EVERY.minusSeconds(1));
        house.receipts.seal();
        assertThat(house.receipts.has("ann", access.correlation())).isFalse();
        var going = house.own();
        later(Duration.ofSeconds(1));
        read(going);
        house.receipts.seal();
        assertThat(house.receipts.has("ann", access.correlation())).isTrue();
        assertThat(house.receipts.has("ann", going.correlation())).isFalse();
        read(going);
        minuteLater();
        assertThat(house.receipts.has("ann", going.correlation())).isTrue();
        assertThat(sealed()).isEqualTo(2);
    }

    private void read(Access access) {
        assertThat(house.gate.read(access, NOTE)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void many_at_once_do_not_wait_and_each_has_its_receipt() {
        var all = Stream.generate(house::own).limit(5_000).toList();
        all.forEach(this::read);
        house.clock.advance(Duration.ofSeconds(10));
        house.receipts.seal();
        assertThat(house.logged).hasSize(1);
        minuteLater();
        assertThat(house.logged).hasSize(2);
        assertThat(sealed()).isEqualTo(5_000);
        for (var access : List.of(all.getFirst(), all.get(4_095), all.get(4_096), all.getLast())) {
            assertThat(receipt("ann", access)).isPresent();
        }
    }

    @Test
    void what_waited_when_the_process_ended_is_sealed_by_the_next_and_nothing_twice() {
        var first = house.own();
        read(first);
        minuteLater();
        var second = house.own();
        read(second);
        house.clock.advance(Duration.ofMinutes(2));
        var again = sealedAgain();
        again.seal();
        again.seal();
        assertThat(sealed()).isEqualTo(2);
        for (var access : List.of(first, second)) {
            assertThat(again.of("ann", access.correlation())
                            .map(paper -> ReceiptBatch.verify(
                                    paper, Identities.of("north").verificationKey()))
                            .map(Outcome::orElseThrow)
                            .map(Receipt::correlation))
                    .contains(access.correlation());
        }
        try (var kept = ReceiptBook.all(house.store)) {
            assertThat(kept).containsExactlyElementsOf(house.logged);
        }
    }

    private SealedReceipts sealedAgain() {
        return new SealedReceipts(own(), house.audit, house.store, house.logged::add, house.clock);
    }

    private static SealedReceipts.Own own() {
        return new SealedReceipts.Own(
                House.NORTH, Identities.of("north"), NetworkPolicy.standard().version());
    }

    @Test
    void what_the_gate_did_not_decide_has_no_receipt_and_is_passed_over() {
        var access = house.own();
        var event = AuditEvent.of(AuditCode.SIGNED_IN, access.requester(), access.purpose(), access.correlation());
        assertThat(house.audit.append(event)).isInstanceOf(Outcome.Success.class);
        minuteLater();
        assertThat(house.logged).isEmpty();
        read(access);
        minuteLater();
        assertThat(sealed()).isEqualTo(1);
    }

    @Test
    void the_name_of_a_request_alone_leads_to_nobody_elses_receipt() {
        var access = house.own();
        read(access);
        var same = new Access(
                new Requester(House.NORTH, "clinician-2", Role.CLINICIAN), PurposeOfUse.TREAT, access.correlation());
        assertThat(house.gate.search(
                        same,
                        new Query(
                                "Condition",
                                List.of(Criterion.of("patient", List.of("bea"))),
                                List.of(),
                                10,
                                Optional.empty())))
                .isInstanceOf(Outcome.Success.class);
        minuteLater();
        assertThat(receipt("ann", access).orElseThrow().subject())
                .isEqualTo(Receipt.subject(access.correlation(), "clinician-1"));
        assertThat(receipt("bea", access).orElseThrow().subject())
                .isEqualTo(Receipt.subject(access.correlation(), "clinician-2"));
    }

    @Test
    void what_the_log_no_longer_has_has_no_paper_any_more_and_the_rest_has(@TempDir Path folder) throws Exception {
        try (var log = FileAuditLog.open(folder.resolve("audit.log"), House.NORTH, house.clock)
                .orElseThrow()) {
            var gate = new ConsentGate(house.view, house.store, house.index, new AuditedReleases(log), house.clock);
            var receipts = new SealedReceipts(own(), log, house.store, house.logged::add, house.clock);
            var all = Stream.generate(house::own).limit(4).toList();
            for (var access : all) {
                assertThat(gate.read(access, NOTE)).isInstanceOf(Outcome.Success.class);
                later(Duration.ofDays(1));
                receipts.seal();
            }
            var node = new Requester(House.NORTH, "node", Role.SYSTEM);
            assertThat(log.shorten(House.NOW.plus(Duration.ofDays(2)), node)).isEqualTo(Outcome.of(2L));
            later(Duration.ofMinutes(2));
            receipts.seal();
            assertThat(all)
                    .extracting(access -> receipts.has("ann", access.correlation()))
                    .containsExactly(false, false, true, true);
            var again = new SealedReceipts(own(), log, house.store, house.logged::add, house.clock);
            again.seal();
            assertThat(again.of("ann", all.getLast().correlation())).isPresent();
            assertThat(sealed()).as("nothing is sealed twice").isEqualTo(4);
        }
    }

    @Test
    void a_bent_paper_is_no_receipt() {
        var access = house.own();
        read(access);
        minuteLater();
        var paper = house.receipts.of("ann", access.correlation()).orElseThrow().utf8();
        var bent = Bytes.utf8(paper.replaceFirst("~.", "~A"));
        assertThat(ReceiptBatch.verify(bent, Identities.of("north").verificationKey()))
                .isInstanceOf(Outcome.Failure.class);
    }
}

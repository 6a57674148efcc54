package org.healthsphere.node.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.care.HandedDocuments;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.handover.Sent.State;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One hospital hands a record to another; between them the line does what lines do. */
class HandoversTest {
    private static final String WORDS = "Please see her feet.";
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final House house = new House();
    private final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
    private final List<Bytes> letters = new ArrayList<>();
    private final InMemoryAuditLog southAudit = new InMemoryAuditLog(house.clock);

    @TempDir
    private Path folder;

    private Kit south;
    private Inbox inbox;
    private Outcome<Optional<String>> located = Outcome.of(Optional.empty());
    private boolean away;
    private boolean losesAnswers;
    private Optional<Bytes> lie = Optional.empty();
    private Handovers handovers;
    private int names;

    @BeforeEach
    void two_hospitals() {
        south = new Kit(
                folder,
                new Source(Inbox.SOURCE, ZoneOffset.UTC, Map.of(), Map.of(), Map.of()),
                new HandoverFeed(new StrictParse()));
        inbox = new Inbox(
                new Inbox.Here(House.SOUTH, house.members),
                new Inbox.Taking(south.ingest, _ -> located, south.store, southAudit));
        handovers = new Handovers(
                new Handovers.Own(
                        House.NORTH,
                        "North Hospital",
                        house.gate,
                        house.released,
                        (_, person) -> Outcome.of(tokenizer.tokens(person)),
                        new HandedDocuments(
                                House.NORTH, new InternationalPatientSummary(House.NORTH, "North Hospital")),
                        house.store),
                new Handovers.Line(house.members, this::carried, () -> "handover-%010d".formatted(names++), PATIENCE),
                house.clock);
        house.put(
                "Patient",
                "p1",
                "p1",
                "{'birthDate':'1961-07-09','gender':'female','name':[{'family':'Testova','given':['Annabella']}],"
                        + "'managingOrganization':{'reference':'Organization/o1'}}");
        house.put("Condition", "c1", "p1", "{'code':{'text':'Broken wrist'},'subject':{'reference':'Patient/p1'}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Map<NodeId, Bytes> carried(Map<NodeId, Bytes> messages) {
        if (away) {
            return Map.of();
        }
        var message = Objects.requireNonNull(messages.get(House.SOUTH));
        letters.add(message);
        if (lie.isPresent()) {
            return Map.of(House.SOUTH, lie.get());
        }
        return inbox.answer(House.NORTH, message) instanceof Outcome.Success<Bytes>(var answer) && !losesAnswers
                ? Map.of(House.SOUTH, answer)
                : Map.of();
    }

    private static HandoverOrder order(HandoverKind kind) {
        return new HandoverOrder("p1", House.SOUTH, kind, WORDS, true);
    }

    private State sent(HandoverKind kind) {
        return handovers.send(house.own(), order(kind)).orElseThrow().state();
    }

    private State now() {
        return handovers.of(house.own(), "p1").orElseThrow().getFirst().state();
    }

    private void permitted() {
        var _ = house.says("p1", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
    }

    private void after(Duration time) {
        house.clock.advance(time);
        house.follow();
        var _ = handovers.round();
    }

    private long released() {
        return house.audit.newest(1_000).stream()
                .filter(entry -> entry.event().code() == AuditCode.RECORD_ANSWERED)
                .count();
    }

    @Test
    void what_consent_does_not_let_out_is_not_sent_and_the_sender_is_told() {
        assertThat(handovers.send(house.own(), order(HandoverKind.REFERRAL)))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("nothing of this record may be given to that member")));
        assertThat(letters).isEmpty();
        assertThat(now()).isEqualTo(State.NOTHING_TO_GIVE);
        assertThat(south.store.lastChange()).isZero();
    }

    @Test
    void a_referral_is_a_request_a_document_and_an_entry_of_the_inbox_with_their_origin() {
        permitted();
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.DELIVERED);
        assertThat(south.the("ServiceRequest")).isEqualTo(json("""
                {'identifier': [{'system': 'https://healthsphere.org/sid/handover', 'value': 'north/handover-0000000000'}],
                 'status': 'active', 'intent': 'order', 'priority': 'urgent', 'authoredOn': '2026-03-03T10:15:00Z',
                 'code': {'text': 'Referral note'}, 'reasonCode': [{'text': 'Please see her feet.'}],
                 'requester': {'type': 'Organization', 'display': 'North Hospital',
                   'identifier': {'system': 'https://healthsphere.org/sid/member', 'value': 'north'}},
                 'performer': [{'type': 'Organization', 'identifier': {'system': 'https://healthsphere.org/sid/member', 'value': 'south'}}],
                 'supportingInfo': [{'reference': 'DocumentReference/*'}], 'subject': {'reference': 'Patient/*'}}"""));
        var entry = south.the("Communication");
        assertThat(entry.at("/category/0/coding/0/code").asText()).isEqualTo("referral");
        assertThat(entry.at("/payload/0/contentString").asText()).isEqualTo(WORDS);
        var contents = south.the("DocumentReference").path("content");
        assertThat(document(contents.path(0).at("/attachment/data").asText()))
                .contains("57133-1", "42349-1", WORDS, "Broken wrist", "Testova");
        assertThat(document(contents.path(1).at("/attachment/data").asText()))
                .contains("<ClinicalDocument", WORDS, "Broken wrist");
        assertThat(south.the("Provenance").path("target")).hasSize(4);
        assertThat(southAudit.newest(1).getFirst().event().requester().member()).isEqualTo(House.NORTH);
        assertThat(house.logged).as("receipts").hasSize(1);
    }

    private static String document(String base64) {
        return Bytes.of(Base64.getDecoder().decode(base64)).utf8();
    }

    @Test
    void a_discharge_summary_asks_for_nothing() {
        permitted();
        assertThat(sent(HandoverKind.DISCHARGE)).isEqualTo(State.DELIVERED);
        assertThat(south.all("ServiceRequest")).isEmpty();
        assertThat(south.the("Communication").at("/category/0/coding/0/code").asText())
                .isEqualTo("discharge");
        assertThat(south.the("DocumentReference").at("/type/coding/0/code").asText())
                .isEqualTo("18842-5");
    }

    @Test
    void who_is_not_known_is_taken_in_by_the_senders_number_and_the_next_letter_finds_him() {
        permitted();
        var _ = sent(HandoverKind.REFERRAL);
        var _ = sent(HandoverKind.DISCHARGE);
        assertThat(south.the("Patient")).isEqualTo(json("""
                {'birthDate': '1961-07-09', 'gender': 'female', 'name': [{'family': 'Testova', 'given': ['Annabella']}],
                 'identifier': [{'system': 'https://healthsphere.org/sid/patient-of/north', 'value': 'p1'}]}"""));
        assertThat(south.all("Communication")).hasSize(2);
    }

    @Test
    void who_is_found_by_tokens_gets_it_in_his_record_and_stays_who_he_is() {
        south.stored(HandoverFeed.KIND, kept("handover-of-another-one", Optional.empty()));
        var known = south.current("Patient").getFirst();
        located = Outcome.of(Optional.of(known.id().id()));
        permitted();
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.DELIVERED);
        assertThat(south.current("Patient")).containsExactly(known);
        assertThat(south.current("ServiceRequest")).allMatch(r -> r.patient().equals(known.patient()));
        assertThat(south.current("ServiceRequest")).hasSize(2);
    }

    /** Of a patient whom another member has under another number. */
    private String kept(String id, Optional<String> patient) {
        var letter = new HandoverLetter(
                id,
                new HandoverOrder("q7", House.SOUTH, HandoverKind.REFERRAL, WORDS, false),
                "clinician-9",
                "East Hospital",
                House.NOW,
                PatientTokens.NOBODY,
                Json.tree(Bytes.utf8("{\"resourceType\":\"Patient\",\"id\":\"q7\",\"gender\":\"female\"}")),
                Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"document\"}"),
                Bytes.utf8("<ClinicalDocument/>"),
                Set.of());
        return HandoverFeed.kept(new NodeId("east"), House.SOUTH, Json.tree(letter.toBytes()), patient)
                .utf8();
    }

    @Test
    void who_is_away_gets_it_once_he_is_back_and_nothing_is_released_before() {
        permitted();
        away = true;
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.WAITING);
        var first = released();
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(10));
        assertThat(now()).isEqualTo(State.WAITING);
        assertThat(released()).as("nothing more was made ready for nobody").isEqualTo(first);
        away = false;
        after(Duration.ofSeconds(1));
        assertThat(now()).as("its time has not come").isEqualTo(State.WAITING);
        after(Duration.ofMinutes(20));
        assertThat(now()).isEqualTo(State.DELIVERED);
        assertThat(released()).isEqualTo(first + 1);
        assertThat(Json.tree(letters.getFirst()))
                .isEqualTo(json("{'v':1,'ask':'ready','handover':'handover-0000000000'}"));
    }

    @Test
    void an_answer_that_is_lost_leaves_one_letter_there() {
        permitted();
        losesAnswers = true;
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.WAITING);
        losesAnswers = false;
        house.put("Condition", "c2", "p1", "{'code':{'text':'Fever'},'subject':{'reference':'Patient/p1'}}");
        after(Duration.ofMinutes(1));
        assertThat(now()).isEqualTo(State.DELIVERED);
        assertThat(letters).as("it was not sent again").hasSize(2);
        assertThat(south.all("Communication")).hasSize(1);
        assertThat(inbox.answer(House.NORTH, letters.getFirst()))
                .as("nor taken again, whoever sends it again")
                .isEqualTo(Outcome.of(Bytes.utf8("{\"v\":1,\"state\":\"filed\"}")));
        assertThat(south.all("Communication")).hasSize(1);
    }

    @Test
    void what_was_not_taken_in_time_is_over() {
        permitted();
        away = true;
        var _ = sent(HandoverKind.REFERRAL);
        after(PATIENCE);
        assertThat(now()).isEqualTo(State.EXPIRED);
        away = false;
        after(Duration.ofHours(1));
        assertThat(letters).isEmpty();
        after(Duration.ofDays(91));
        assertThat(handovers.of(house.own(), "p1")).isEqualTo(Outcome.of(List.of()));
    }

    @Test
    void a_revocation_ends_what_is_on_its_way() {
        var consent = house.says("p1", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        away = true;
        var _ = sent(HandoverKind.REFERRAL);
        house.ends("p1", consent);
        away = false;
        after(Duration.ofMinutes(2));
        assertThat(now()).isEqualTo(State.NOTHING_TO_GIVE);
        assertThat(south.store.lastChange()).isZero();
    }

    @Test
    void what_is_sensitive_stays_so_and_what_is_hidden_does_not_go() {
        house.put("Condition", "c3", "p1", """
                {'code':{'text':'Viral load'},'subject':{'reference':'Patient/p1'},
                 'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}}""");
        permitted();
        var _ = sent(HandoverKind.REFERRAL);
        assertThat(south.current("DocumentReference").getFirst().json().utf8()).contains("\"HIV\"");
        assertThat(south.the("ServiceRequest").at("/meta/security/0/code").asText())
                .isEqualTo("HIV");
        var _ = house.says(
                "p1",
                House.consent(
                        "{'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}"),
                PurposeOfUse.TREAT);
        var _ = sent(HandoverKind.DISCHARGE);
        var second = south.all("DocumentReference").getLast();
        assertThat(document(second.at("/content/0/attachment/data").asText()))
                .contains("Broken wrist")
                .doesNotContain("Viral load");
        assertThat(second.has("meta")).isFalse();
    }

    @Test
    void who_cannot_tell_his_patients_takes_it_later_and_who_lies_is_asked_again() {
        permitted();
        located = Outcome.failed(new Fault.Unavailable("the tokens of all patients here"));
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.WAITING);
        assertThat(south.store.lastChange()).isZero();
        located = Outcome.of(Optional.empty());
        lie = Optional.of(Bytes.utf8("{\"state\":\"yes\"}"));
        after(Duration.ofMinutes(1));
        assertThat(now()).isEqualTo(State.WAITING);
        lie = Optional.empty();
        after(Duration.ofMinutes(5));
        assertThat(now()).isEqualTo(State.DELIVERED);
    }

    @Test
    void what_is_no_record_is_set_aside_there_whole_and_said_so_each_time() {
        house.put("Patient", "p1", "p1", "{'birthDate':'1961-07-09','gender':'female','nickname':'Anna'}");
        permitted();
        assertThat(sent(HandoverKind.REFERRAL)).isEqualTo(State.SET_ASIDE);
        assertThat(south.quarantine.list()).hasSize(1);
        assertThat(south.all("Communication")).isEmpty();
        assertThat(inbox.answer(House.NORTH, letters.getFirst()))
                .isEqualTo(Outcome.of(Bytes.utf8("{\"v\":1,\"state\":\"aside\"}")));
    }

    @Test
    void nobody_sends_who_may_not_nor_to_who_is_not_there() {
        permitted();
        assertThat(fault(
                        house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT),
                        order(HandoverKind.REFERRAL)))
                .isInstanceOf(Fault.Forbidden.class);
        assertThat(fault(
                        house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.ETREAT),
                        order(HandoverKind.REFERRAL)))
                .isInstanceOf(Fault.Forbidden.class);
        var own = house.own();
        var byApp = new Access(
                own.requester(),
                own.purpose(),
                own.correlation(),
                new Reach(Set.of(new Scope("*", "rs")), Optional.empty()),
                Optional.of("an-app"));
        assertThat(fault(byApp, order(HandoverKind.REFERRAL))).isInstanceOf(Fault.Forbidden.class);
        for (var nobody : List.of("north", "elsewhere")) {
            assertThat(fault(own, new HandoverOrder("p1", new NodeId(nobody), HandoverKind.REFERRAL, WORDS, false)))
                    .isInstanceOf(Fault.NotFound.class);
        }
        assertThat(fault(own, new HandoverOrder("p2", House.SOUTH, HandoverKind.REFERRAL, WORDS, false)))
                .isInstanceOf(Fault.NotFound.class);
        assertThat(fault(own, new HandoverOrder("p1", House.SOUTH, HandoverKind.REFERRAL, " ", false)))
                .isInstanceOf(Fault.Invalid.class);
        assertThat(letters).isEmpty();
    }

    private Fault fault(Access by, HandoverOrder order) {
        return handovers.send(by, order) instanceof Outcome.Failure<Sent>(var fault)
                ? fault
                : new Fault.Conflict("it was sent");
    }

    @Test
    void a_letter_of_who_is_no_member_or_that_is_none_changes_nothing() {
        permitted();
        var _ = sent(HandoverKind.REFERRAL);
        var real = letters.getFirst();
        var change = south.store.lastChange();
        assertThat(inbox.answer(new NodeId("elsewhere"), real)).isInstanceOf(Outcome.Failure.class);
        for (var broken : List.of("", "{}", "[]", "{\"v\":2,\"ask\":\"ready\",\"handover\":\"handover-0000000000\"}")) {
            assertThat(inbox.answer(House.NORTH, Bytes.utf8(broken))).isInstanceOf(Outcome.Failure.class);
        }
        for (var field : List.of("kind", "words", "by", "organization", "at", "fhir", "cda", "patient")) {
            var letter = Json.tree(real);
            letter.put("handover", "handover-of-something").remove(field);
            assertThat(inbox.answer(House.NORTH, Json.bytes(letter)))
                    .as(field)
                    .isEqualTo(Outcome.of(Bytes.utf8("{\"v\":1,\"state\":\"refused\"}")));
        }
        assertThat(south.store.lastChange()).isEqualTo(change);
    }
}

package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Hidden;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentPaperTest {
    private static final List<ZoneId> ZONES = List.of(
            ZoneOffset.UTC,
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("Pacific/Auckland"),
            ZoneId.of("Asia/Kathmandu"));
    private static final LocalDate DAY = LocalDate.parse("2026-03-05");

    private final ConsentPaper paper = new ConsentPaper(ZoneOffset.UTC);

    @Test
    void a_yes_to_treatment_without_some_things_until_a_day() {
        var terms = new ConsentTerms.Treatment(Set.of(Sensitivity.HIV), Optional.of(DAY));
        assertThat(paper.of("p1", terms)).isEqualTo(House.tree("""
                {"resourceType":"Consent","status":"active",
                 "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentcategorycodes","code":"npp"}]}],
                 "patient":{"reference":"Patient/p1"},
                 "provision":{"type":"permit","period":{"end":"2026-03-05T23:59:59Z"},
                  "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"},
                             {"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"PATRQT"}],
                  "provision":[{"type":"deny","purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}],
                    "securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}]}}"""));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_was_written_is_read_again(long seed) {
        var random = new SplittableRandom(seed);
        var terms = terms(random);
        var here = new ConsentPaper(ZONES.get(random.nextInt(ZONES.size())));
        var written = here.of("patient-" + seed, terms);
        assertThat(here.terms(bytes(written))).isEqualTo(terms);
        assertThat(org.healthsphere.consent.ConsentTerms.compile(written)).isInstanceOf(Outcome.Success.class);
        assertThat(ConsentPaper.purposes(terms))
                .isEqualTo(written.path("provision")
                        .path("purpose")
                        .valueStream()
                        .map(purpose ->
                                PurposeOfUse.valueOf(purpose.path("code").asText()))
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoever_changes_a_word_of_it_makes_it_another(long seed) {
        var random = new SplittableRandom(seed);
        var written = paper.of("p1", terms(random));
        var provision = (ObjectNode) written.path("provision");
        switch (random.nextInt(5)) {
            case 0 -> provision.put("type", "deny");
            case 1 ->
                provision
                        .withArray("purpose")
                        .addObject()
                        .put("system", "urn:x")
                        .put("code", "ETREAT");
            case 2 -> provision.withArray("actor").addObject();
            case 3 -> provision.withArray("provision").addObject().put("type", "deny");
            default ->
                written.putObject("policyRule").putArray("coding").addObject().put("code", "OPTIN");
        }
        assertThat(paper.terms(bytes(written))).isInstanceOf(ConsentTerms.Other.class);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    private static ConsentTerms terms(SplittableRandom random) {
        var until = random.nextBoolean()
                ? Optional.of(LocalDate.ofEpochDay(20_000 + random.nextInt(9_000)))
                : Optional.<LocalDate>empty();
        var except = Arrays.stream(Sensitivity.values())
                .filter(_ -> random.nextBoolean())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Sensitivity.class)));
        return random.nextInt(3) == 0
                ? new ConsentTerms.Research(except, until)
                : new ConsentTerms.Treatment(whom(random), except, kinds(random), until);
    }

    private static ConsentTerms.Whom whom(SplittableRandom random) {
        var parties = Stream.<Party>of(
                        hospital("east"),
                        hospital("south"),
                        hospital("west"),
                        new Clinician(hospital("south"), "clinician-7", "Dr. Seven"),
                        new Clinician(hospital("east"), "id.example|dr.x@east", "Dr. X"))
                .filter(_ -> random.nextBoolean())
                .toList();
        if (parties.isEmpty()) {
            return ConsentTerms.Whom.EVERYBODY;
        }
        return random.nextBoolean() ? new ConsentTerms.Whom.AllBut(parties) : new ConsentTerms.Whom.Only(parties);
    }

    private static Hospital hospital(String id) {
        return new Hospital(id, id);
    }

    @Test
    void an_id_that_is_nobodys_means_nobody() {
        assertThat(Clinician.named("south/dr.7", "Dr. Seven", id -> hospital(id.value())))
                .contains(new Clinician(hospital("south"), "dr.7", "Dr. Seven"));
        assertThat(new Clinician(hospital("south"), "dr/7", "Dr. Seven").canBeMeant())
                .isFalse();
        for (var id : List.of("south", "south/", "south/dr/7", "/clinician-7", "South/clinician-7", "a b/clinician-7")) {
            assertThat(Clinician.named(id, "Dr. Seven", member -> hospital(member.value())))
                    .as(id)
                    .isEmpty();
        }
    }

    private static Set<Category> kinds(SplittableRandom random) {
        return Arrays.stream(Category.values())
                .filter(kind -> kind != Category.PERSON && random.nextInt(4) == 0)
                .collect(Collectors.toSet());
    }

    @Test
    void a_paper_of_another_app_says_something_else_and_how_long() {
        var foreign = House.consent("{'type':'deny','period':{'start':'2026-01-01','end':'2027-02-28'}}");
        assertThat(paper.terms(bytes(foreign)))
                .isEqualTo(new ConsentTerms.Other(Optional.of(LocalDate.parse("2027-02-28"))));
        var open = House.consent("{'type':'permit','period':{'end':'2027'}}");
        assertThat(paper.terms(bytes(open))).isEqualTo(new ConsentTerms.Other(Optional.empty()));
        var label = "{'type':'permit','provision':[{'type':'deny','securityLabel':[{'system':'urn:x','code':'R'}]}]}";
        assertThat(paper.terms(bytes(House.consent(label)))).isEqualTo(new ConsentTerms.Other(Optional.empty()));
        assertThat(paper.terms(Bytes.utf8("{}"))).isEqualTo(new ConsentTerms.Other(Optional.empty()));
    }

    @Test
    void a_label_of_another_code_system_is_not_ours() {
        var written = paper.of("p1", new ConsentTerms.Treatment(Set.of(Sensitivity.HIV), Optional.empty()));
        var label = (ObjectNode) written.at("/provision/provision/0/securityLabel/0");
        label.put("system", "urn:another");
        assertThat(paper.terms(bytes(written))).isEqualTo(new ConsentTerms.Other(Optional.empty()));
    }

    @Test
    void what_has_no_words_cannot_be_signed() {
        var other = new ConsentTerms.Other(Optional.empty());
        assertThatThrownBy(() -> paper.of("p1", other)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void what_can_be_kept_back_has_a_label_and_the_label_leads_back(Sensitivity sensitivity) {
        var label = SensitivityCodes.of(sensitivity);
        assertThat(label.system()).isEqualTo("http://terminology.hl7.org/CodeSystem/v3-ActCode");
        assertThat(SensitivityCodes.of(label.code())).contains(sensitivity);
        assertThat(SensitivityCodes.of("R")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Pacific/Auckland"})
    void the_last_day_counts_whole_where_the_hospital_is(String zone) {
        var here = new ConsentPaper(ZoneId.of(zone));
        var terms = new ConsentTerms.Treatment(Set.of(), Optional.of(DAY));
        var midnight = here.end(DAY);
        assertThat(midnight.atZone(here.zone()).toString()).startsWith("2026-03-06T00:00");
        try (var house = new House()) {
            sign(house, here, terms);
            house.clock.advance(
                    Duration.between(house.clock.instant(), midnight).minusMillis(1));
            house.follow();
            assertThat(decision(house)).isInstanceOf(Decision.Permitted.class);
            house.clock.advance(Duration.ofSeconds(1));
            house.follow();
            assertThat(decision(house))
                    .isInstanceOfSatisfying(
                            Decision.Denied.class,
                            denied -> assertThat(denied.ground()).isEqualTo(Ground.NO_PERMISSION));
        }
    }

    @Test
    void what_is_kept_back_is_hidden_and_nothing_else() {
        try (var house = new House()) {
            var signed = sign(
                    house,
                    paper,
                    new ConsentTerms.Treatment(Set.of(Sensitivity.HIV, Sensitivity.VIOLENCE), Optional.empty()));
            assertThat(decision(house)).isInstanceOfSatisfying(Decision.Permitted.class, permitted -> {
                assertThat(permitted.consent()).contains(signed.id());
                assertThat(permitted.hidden().labels())
                        .extracting(Coding::code)
                        .containsExactlyInAnyOrder("HIV", "SDV");
                assertThat(permitted.hidden().types()).isEmpty();
                assertThat(permitted.hidden().codes()).isEmpty();
            });
        }
    }

    @Test
    void hospitals_that_are_named_get_nothing_or_they_alone_do() {
        var south = new Hospital("south", "south");
        var east = new Hospital("east", "east");
        for (var whom :
                List.of(new ConsentTerms.Whom.AllBut(List.of(south)), new ConsentTerms.Whom.Only(List.of(east)))) {
            try (var house = new House()) {
                sign(house, paper, new ConsentTerms.Treatment(whom, Set.of(), Set.of(), Optional.empty()));
                assertThat(decision(house)).as(whom.toString()).isInstanceOf(Decision.Denied.class);
            }
        }
        for (var whom :
                List.of(new ConsentTerms.Whom.AllBut(List.of(east)), new ConsentTerms.Whom.Only(List.of(south)))) {
            try (var house = new House()) {
                sign(house, paper, new ConsentTerms.Treatment(whom, Set.of(), Set.of(), Optional.empty()));
                assertThat(decision(house)).as(whom.toString()).isInstanceOf(Decision.Permitted.class);
            }
        }
    }

    @Test
    void kinds_that_are_kept_back_are_hidden_as_all_their_types() {
        try (var house = new House()) {
            sign(
                    house,
                    paper,
                    new ConsentTerms.Treatment(
                            ConsentTerms.Whom.EVERYBODY, Set.of(), Set.of(Category.RESULTS), Optional.empty()));
            assertThat(decision(house))
                    .isInstanceOfSatisfying(
                            Decision.Permitted.class,
                            permitted -> assertThat(permitted.hidden().types())
                                    .containsExactlyInAnyOrder("Observation", "DiagnosticReport"));
        }
    }

    @Test
    void nothing_is_kept_back_from_the_patient_herself() {
        try (var house = new House()) {
            sign(house, paper, new ConsentTerms.Treatment(Set.of(Sensitivity.HIV), Optional.empty()));
            var ann = house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT);
            var request = new ConsentRequest(ann.requester(), ann.purpose(), house.clock.instant());
            assertThat(house.view.decide("ann", request))
                    .isInstanceOfSatisfying(
                            Decision.Permitted.class,
                            permitted -> assertThat(permitted.hidden()).isEqualTo(Hidden.nothing()));
        }
    }

    @CanIgnoreReturnValue
    private static SignedConsent sign(House house, ConsentPaper here, ConsentTerms terms) {
        Instant end = terms.until().map(here::end).orElse(house.clock.instant().plus(Duration.ofDays(9)));
        var signed = house.consents
                .grant("ann", here.of("ann", terms), ConsentPaper.purposes(terms), end)
                .orElseThrow();
        house.follow();
        return signed;
    }

    private static Decision decision(House house) {
        var stranger = house.stranger();
        return house.view.decide(
                "ann", new ConsentRequest(stranger.requester(), stranger.purpose(), house.clock.instant()));
    }

    private static Bytes bytes(ObjectNode json) {
        return Bytes.utf8(json.toString());
    }
}

package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.Consents.coding;
import static org.healthsphere.consent.Consents.confidentiality;
import static org.healthsphere.consent.Consents.member;
import static org.healthsphere.consent.Consents.purpose;
import static org.healthsphere.consent.Consents.role;
import static org.healthsphere.consent.Consents.type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentTermsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static ConsentRequest request(String member, Role role, PurposeOfUse purpose, Instant at) {
        return new ConsentRequest(new Requester(new NodeId(member), "user-1", role), purpose, at);
    }

    private static ConsentRequest treatment(String member) {
        return request(member, Role.CLINICIAN, PurposeOfUse.TREAT, NOON);
    }

    private static Opinion opinion(String provision, ConsentRequest request) {
        return ConsentTerms.compile(Consents.with(provision)).orElseThrow().opinion(request);
    }

    private static List<Problem> problems(String provision) {
        return ConsentTerms.compile(Consents.with(provision))
                        instanceof Outcome.Failure<ConsentTerms>(Fault.Unprocessable(var all))
                ? all
                : List.of();
    }

    private static final Opinion SILENT = Opinion.SILENT;
    private static final Opinion PERMITS = Opinion.PERMITS;
    private static final Opinion DENIES = Opinion.DENIES;

    @Test
    void the_base_permits_or_denies_everything() {
        assertThat(opinion("{\"type\":\"permit\"}", treatment("south"))).isEqualTo(PERMITS);
        assertThat(opinion("{\"type\":\"deny\"}", treatment("south"))).isEqualTo(DENIES);
    }

    private static String uses(String type, String purpose, DataUse... uses) {
        var all = new StringBuilder(coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", purpose));
        for (var use : uses) {
            all.append(',').append(coding(DataUse.SYSTEM, use.code()));
        }
        return "{\"type\":\"" + type + "\",\"purpose\":[" + all + "]}";
    }

    private static ConsentRequest study(DataUse... uses) {
        return new ConsentRequest(
                new Requester(new NodeId("south"), "study:s", Role.RESEARCHER),
                PurposeOfUse.HRESCH,
                NOON,
                Set.of(),
                Set.of(uses));
    }

    @Test
    void research_is_permitted_for_the_uses_that_are_named_and_for_narrower_ones() {
        var medical = uses("permit", "HRESCH", DataUse.HMB, DataUse.IRB);
        assertThat(opinion(medical, study(DataUse.HMB, DataUse.IRB))).isEqualTo(PERMITS);
        assertThat(opinion(medical, study(DataUse.DS, DataUse.IRB))).isEqualTo(PERMITS);
        assertThat(opinion(medical, study(DataUse.HMB)))
                .as("without ethics approval")
                .isEqualTo(SILENT);
        assertThat(opinion(medical, study(DataUse.GRU, DataUse.IRB))).isEqualTo(SILENT);
        assertThat(opinion(uses("permit", "HRESCH"), study(DataUse.GRU))).isEqualTo(PERMITS);
    }

    @Test
    void uses_that_cannot_be_enforced_are_not_left_out() {
        assertThat(problems(uses("deny", "HRESCH", DataUse.HMB))).hasSize(1);
        assertThat(problems(uses("permit", "TREAT", DataUse.HMB))).hasSize(1);
        assertThat(problems(uses("permit", "HRESCH", DataUse.NCU)))
                .as("no kind of research")
                .hasSize(1);
        assertThat(problems(uses("permit", "HRESCH", DataUse.HMB, DataUse.GRU)))
                .as("two kinds")
                .hasSize(1);
        assertThat(problems(uses("permit", "HRESCH").replace("HRESCH", "DUO:0000001")))
                .hasSize(1);
    }

    @Test
    void the_base_may_stand_in_the_policy_rule() {
        var act = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
        var consent = Consents.with("{}");
        consent.set("policyRule", Consents.json("{\"coding\":[" + coding(act, "OPTIN") + "]}"));
        assertThat(ConsentTerms.compile(consent).orElseThrow().opinion(treatment("south")))
                .isEqualTo(PERMITS);
        consent.remove("provision");
        consent.set("policyRule", Consents.json("{\"coding\":[" + coding(act, "OPTOUT") + "]}"));
        assertThat(ConsentTerms.compile(consent).orElseThrow().opinion(treatment("south")))
                .isEqualTo(DENIES);
    }

    @Test
    void a_consent_says_nothing_to_requests_that_it_is_not_about() {
        var provision =
                "{\"type\":\"permit\",\"purpose\":[%s],\"actor\":[%s]}".formatted(purpose("TREAT"), member("south"));
        assertThat(opinion(provision, treatment("south"))).isEqualTo(PERMITS);
        assertThat(opinion(provision, treatment("west"))).isEqualTo(SILENT);
        assertThat(opinion(provision, request("south", Role.RESEARCHER, PurposeOfUse.HRESCH, NOON)))
                .isEqualTo(SILENT);
    }

    @Test
    void an_actor_may_be_a_role_or_a_member_by_identifier() {
        var clinicians = "{\"type\":\"permit\",\"actor\":[%s]}".formatted(role("clinician"));
        assertThat(opinion(clinicians, treatment("west"))).isEqualTo(PERMITS);
        assertThat(opinion(clinicians, request("west", Role.STEWARD, PurposeOfUse.TREAT, NOON)))
                .isEqualTo(SILENT);
        var byIdentifier = member("south")
                .replace(
                        "\"reference\":\"Organization/south\"",
                        "\"identifier\":{\"system\":\"%s\",\"value\":\"south\"}".formatted(ConsentTerms.MEMBERS));
        assertThat(opinion("{\"type\":\"permit\",\"actor\":[%s]}".formatted(byIdentifier), treatment("south")))
                .isEqualTo(PERMITS);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01, 2026-03-01T00:00:00Z, true",
        "2026-03-01, 2026-03-01, 2026-03-01T23:59:59.999Z, true",
        "2026-03-01, 2026-03-01, 2026-03-02T00:00:00Z, false",
        "2026-03-01, 2026-03-01, 2026-02-28T23:59:59Z, false",
        "2026, 2026-04, 2026-04-30T23:00:00Z, true",
        "2026, 2026-04, 2026-05-01T00:00:00Z, false",
        "2026-03-01T10:00:00+02:00, 2026-03-01T09:00:00Z, 2026-03-01T08:00:00Z, true",
        "2026-03-01T10:00:00+02:00, 2026-03-01T09:00:00Z, 2026-03-01T09:00:01Z, false",
    })
    void a_period_holds_from_the_first_to_the_last_moment_of_what_it_names(
            String start, String end, Instant at, boolean holds) {
        var provision = "{\"type\":\"permit\",\"period\":{\"start\":\"%s\",\"end\":\"%s\"}}".formatted(start, end);
        assertThat(opinion(provision, request("south", Role.CLINICIAN, PurposeOfUse.TREAT, at)))
                .isEqualTo(holds ? PERMITS : SILENT);
    }

    @Test
    void a_nested_deny_of_a_part_hides_that_part() {
        assertThat(opinion(
                        "{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"class\":[%s]}]}"
                                .formatted(type("Observation")),
                        treatment("south")))
                .isEqualTo(Opinion.permitting(new Hidden(false, Set.of("Observation"), Set.of(), Set.of())));
        var code = new Coding("http://loinc.org", "4548-4");
        assertThat(opinion(
                        "{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"code\":[{\"coding\":[%s]}]}]}"
                                .formatted(coding("http://loinc.org", "4548-4")),
                        treatment("south")))
                .isEqualTo(Opinion.permitting(new Hidden(false, Set.of(), Set.of(), Set.of(code))));
    }

    @Test
    void a_denied_confidentiality_hides_the_higher_ones_too() {
        var hidden = opinion(
                "{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"securityLabel\":[%s]}]}"
                        .formatted(confidentiality("R")),
                treatment("south"));
        var system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
        assertThat(hidden)
                .as("and what bears a label of sensitivity alone is restricted, too")
                .isEqualTo(Opinion.permitting(new Hidden(
                        false,
                        Set.of(),
                        Set.of(new Coding(system, "R"), new Coding(system, "V")),
                        Set.of(),
                        Set.of(new Portion.LabelledIn(SecurityLabels.SENSITIVITY)))));
    }

    @Test
    void an_exception_permits_to_one_what_is_denied_to_all() {
        var provision = """
                {"type":"deny","provision":[{"type":"permit","actor":[%s],
                  "provision":[{"type":"deny","class":[%s]}]}]}""".formatted(member("south"), type("Condition"));
        assertThat(opinion(provision, treatment("south")))
                .isEqualTo(Opinion.permitting(new Hidden(false, Set.of("Condition"), Set.of(), Set.of())));
        assertThat(opinion(provision, treatment("west"))).isEqualTo(DENIES);
    }

    @Test
    void an_exception_to_a_hidden_part_shows_it_to_one() {
        var provision = """
                {"type":"permit","provision":[{"type":"deny","class":[%s],
                  "provision":[{"type":"permit","actor":[%s]}]}]}""".formatted(type("Condition"), member("south"));
        assertThat(opinion(provision, treatment("south"))).isEqualTo(PERMITS);
        assertThat(opinion(provision, treatment("west")))
                .isEqualTo(Opinion.permitting(new Hidden(false, Set.of("Condition"), Set.of(), Set.of())));
    }

    @Test
    void among_exceptions_a_deny_overrides() {
        var provision = """
                {"type":"deny","provision":[{"type":"permit","purpose":[%s]},{"type":"deny","actor":[%s]}]}""".formatted(purpose("TREAT"), member("south"));
        assertThat(opinion(provision, treatment("south"))).isEqualTo(DENIES);
        assertThat(opinion(provision, treatment("west"))).isEqualTo(PERMITS);
    }

    @Test
    void who_breaks_the_glass_is_bound_only_by_what_was_said_of_that() {
        var emergency = request("south", Role.CLINICIAN, PurposeOfUse.ETREAT, NOON);
        assertThat(opinion("{\"type\":\"deny\"}", emergency)).isEqualTo(SILENT);
        assertThat(opinion("{\"type\":\"deny\",\"purpose\":[%s]}".formatted(purpose("ETREAT")), emergency))
                .isEqualTo(DENIES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"maybe"}                                                    | Consent.provision.type
        {"type":"permit","dataPeriod":{}}                                   | Consent.provision.dataPeriod
        {"type":"permit","dataPeriod":{"start":"soon"}}                     | Consent.provision.dataPeriod.start
        {"type":"permit","data":[{"meaning":"instance"}]}                   | Consent.provision.data[0].reference
        {"type":"permit","data":[{"meaning":"akin","reference":{"reference":"Encounter/1"}}]} | Consent.provision.data[0].meaning
        {"type":"permit","data":[{"meaning":"related","reference":{"reference":"Practitioner/1"}}]} | Consent.provision.data[0]
        {"type":"permit","data":[{"meaning":"instance","reference":{"reference":"https://elsewhere.example/Encounter/1"}}]} | Consent.provision.data[0].reference
        {"type":"permit","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"X"}]} | Consent.provision.securityLabel[0]
        {"type":"permit","code":[{"coding":[{"system":"urn:ietf:rfc:3986","code":"urn:unknown"}]}]} | Consent.provision.code[0]
        {"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"AUT"}]},"reference":{"reference":"Practitioner/1"}}]} | Consent.provision.actor[0].role
        {"type":"deny","class":[{"system":"http://hl7.org/fhir/resource-types","code":"Observations"}]} | Consent.provision.class[0]
        {"type":"permit","modifierExtension":[{"url":"urn:x"}]}             | Consent.provision.modifierExtension
        {"type":"permit","extension":[{"url":"urn:x"}]}                     | Consent.provision.extension
        {"type":"permit","period":{"start":"soon"}}                         | Consent.provision.period.start
        {"type":"permit","period":{"start":"2026","extension":[]}}          | Consent.provision.period.extension
        {"type":"permit","purpose":[{"system":"urn:x","code":"TREAT"}]}     | Consent.provision.purpose[0]
        {"type":"permit","purpose":{"code":"TREAT"}}                        | Consent.provision.purpose
        {"type":"permit","actor":[{"role":{"coding":[{"system":"urn:x","code":"x"}]}}]} | Consent.provision.actor[0].role
        {"type":"permit","actor":[{"role":{"text":"me"}}]}                  | Consent.provision.actor[0].role
        {"type":"permit","action":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentaction","code":"correct"}]}]} | Consent.provision.action[0]
        {"type":"deny","class":[{"system":"urn:x","code":"Observation"}]}   | Consent.provision.class[0]
        {"type":"permit","provision":[{"type":"deny","provision":[{"type":"permit","secret":1}]}]} | Consent.provision.provision[0].provision[0].secret
        """)
    void what_cannot_be_enforced_is_named_by_its_path(String provision, String path) {
        assertThat(problems(provision)).extracting(Problem::at).contains(path);
    }

    @Test
    void a_deny_that_names_two_elements_hides_what_meets_both() {
        var provision =
                "{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"class\":[%s],\"code\":[{\"coding\":[%s]}]}]}"
                        .formatted(type("Condition"), coding("urn:c", "a"));
        var hidden = Hidden.of(opinion(provision, treatment("south")).no());
        var code = Set.of(new Coding("urn:c", "a"));
        assertThat(hidden.hides("Condition", Set.of(), code)).isTrue();
        assertThat(hidden.hides("Condition", Set.of(), Set.of())).isFalse();
        assertThat(hidden.hides("Observation", Set.of(), code)).isFalse();
    }

    @Test
    void an_exception_is_about_the_same_part_unless_it_names_another() {
        var provision = """
                {"type":"permit","class":[%s],"provision":[{"type":"deny","code":[{"coding":[%s]}]}]}""".formatted(type("Condition"), coding("urn:c", "a"));
        var said = opinion(provision, treatment("south"));
        assertThat(said.no())
                .isEqualTo(new Portion.Types(Set.of("Condition"))
                        .and(new Portion.Codes(Set.of(new Coding("urn:c", "a")))));
        assertThat(said.whole()).isFalse();
    }

    @Test
    void a_code_may_be_a_value_set_and_then_stands_for_every_code_in_it() {
        var set = Set.of(new Coding("urn:c", "a"), new Coding("urn:c", "b"));
        var consent = Consents.with("{\"type\":\"permit\",\"code\":[{\"coding\":[%s]}]}"
                .formatted(coding(ConsentTerms.VALUE_SET, "urn:set")));
        var terms = ConsentTerms.compile(consent, name -> Optional.of(set).filter(_ -> name.equals("urn:set")))
                .orElseThrow();
        assertThat(terms.bySets()).isTrue();
        assertThat(terms.opinion(treatment("south")))
                .isEqualTo(Opinion.of(new Portion.Codes(set), Portion.Extent.NOTHING));
    }

    @Test
    void a_person_or_a_group_is_whom_the_custodian_knows_as_that() {
        var provision =
                "{\"type\":\"permit\",\"actor\":[{\"role\":{\"coding\":[%s]},\"reference\":{\"reference\":\"Group/ward\"}}]}"
                        .formatted(coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"));
        assertThat(opinion(provision, treatment("south"))).isEqualTo(SILENT);
        assertThat(opinion(provision, treatment("north").as(Set.of("Group/ward"))))
                .isEqualTo(PERMITS);
        assertThat(ConsentTerms.compile(Consents.with(provision)).orElseThrow().names())
                .containsExactly("Group/ward");
    }

    @Test
    void who_breaks_the_glass_is_bound_by_all_of_a_consent_that_speaks_of_it() {
        var emergency = request("south", Role.CLINICIAN, PurposeOfUse.ETREAT, NOON);
        var provision = "{\"type\":\"deny\",\"provision\":[{\"type\":\"permit\",\"purpose\":[%s],\"actor\":[%s]}]}"
                .formatted(purpose("BTG"), member("south"));
        assertThat(opinion(provision, emergency)).isEqualTo(PERMITS);
        assertThat(opinion(provision, request("west", Role.CLINICIAN, PurposeOfUse.ETREAT, NOON)))
                .isEqualTo(DENIES);
    }

    @Test
    void what_is_said_of_a_purpose_that_nobody_has_here_is_said_to_nobody() {
        var provision = "{\"type\":\"deny\",\"purpose\":[%s]}".formatted(purpose("HPAYMT"));
        for (var purpose : PurposeOfUse.values()) {
            assertThat(opinion(provision, request("south", Role.CLINICIAN, purpose, NOON)))
                    .isEqualTo(SILENT);
        }
    }

    @Test
    void a_permission_of_the_normal_shows_neither_what_is_restricted_nor_what_is_sensitive() {
        var said = opinion(
                "{\"type\":\"permit\",\"securityLabel\":[%s]}".formatted(confidentiality("N")), treatment("south"));
        assertThat(shows(said)).isTrue();
        assertThat(shows(said, confidential("L"))).isTrue();
        assertThat(shows(said, confidential("N"))).isTrue();
        assertThat(shows(said, confidential("R"))).isFalse();
        assertThat(shows(said, sensitive("PSY"))).isFalse();
    }

    @Test
    void a_permission_of_sensitivities_shows_what_bears_no_other() {
        var said = opinion(
                "{\"type\":\"permit\",\"securityLabel\":[%s]}".formatted(coding(SecurityLabels.SENSITIVITY, "PSY")),
                treatment("south"));
        assertThat(shows(said)).isFalse();
        assertThat(shows(said, sensitive("PSY"), confidential("R"))).isTrue();
        assertThat(shows(said, sensitive("PSY"), sensitive("HIV"))).isFalse();
        assertThat(shows(said, sensitive("PSY"), confidential("V"))).isFalse();
    }

    private static Coding confidential(String code) {
        return new Coding(SecurityLabels.CONFIDENTIALITY, code);
    }

    private static Coding sensitive(String code) {
        return new Coding(SecurityLabels.SENSITIVITY, code);
    }

    private static boolean shows(Opinion said, Coding... labels) {
        return !Hidden.of(said.yes().not()).hides("Observation", Set.of(labels), Set.of());
    }

    @Test
    void a_denied_time_touches_what_may_be_in_it_and_a_permitted_one_what_surely_is() {
        var time = "\"dataPeriod\":{\"start\":\"2022\",\"end\":\"2022\"}";
        var from = Instant.parse("2022-01-01T00:00:00Z");
        var until = Instant.parse("2023-01-01T00:00:00Z").minusNanos(1);
        assertThat(opinion("{\"type\":\"permit\"," + time + "}", treatment("south"))
                        .yes())
                .isEqualTo(new Portion.During(from, until, true));
        assertThat(opinion("{\"type\":\"deny\"," + time + "}", treatment("south"))
                        .no())
                .isEqualTo(new Portion.During(from, until, false));
    }

    @Test
    void the_frame_of_a_consent_is_checked_as_well_and_every_problem_is_listed() {
        var consent = Consents.json("""
                {"resourceType":"Consent","status":"draft","implicitRules":"urn:x","policy":[{"text":"mine"}],
                 "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"adr"}]},
                 "provision":{"type":"permit"}}""");
        assertThat(ConsentTerms.compile(consent))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(((Fault.Unprocessable) failure.fault()).problems())
                                .extracting(Problem::at)
                                .containsExactlyInAnyOrder(
                                        "Consent.implicitRules",
                                        "Consent.policy[0].text",
                                        "Consent.policy[0]",
                                        "Consent.status",
                                        "Consent.scope"));
    }
}

package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.User;
import org.healthsphere.node.smart.Authorizations.Answer;
import org.healthsphere.node.smart.Authorizations.Arrival;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at the authorization endpoint (RFC 6749, RFC 7636, RFC 9700, SMART App Launch 2.2). */
class AuthorizationRefusalsTest {
    private final AppHouse house = new AppHouse();
    private final App app = house.growthChart();
    private final Map<String, List<String>> good = AppHouse.request(app, "launch/patient patient/*.rs");

    private Map<String, String> back(Map<String, List<String>> request) {
        var arrival = house.smart.authorizations().arrive(request);
        assertThat(arrival).isInstanceOf(Arrival.Back.class);
        return AppHouse.sent(((Arrival.Back) arrival).url());
    }

    @Test
    void nobody_is_sent_anywhere_for_an_app_that_is_not_known() {
        for (var request : List.of(
                AppHouse.but(good, "client_id"),
                AppHouse.but(good, "client_id", "app-0"),
                AppHouse.but(good, "client_id", app.id(), app.id()))) {
            assertThat(house.smart.authorizations().arrive(request))
                    .isEqualTo(new Arrival.Stay(Unanswerable.UNKNOWN_APP));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org/back/",
                "https://app.example.org/back?x=1",
                "https://app.example.org/BACK",
                "https://app.example.org.evil.example/back",
                "https://evil.example/back",
                "http://app.example.org/back",
                "https://app.example.org/back/../back",
                "javascript:alert(1)"
            })
    void nobody_is_sent_to_a_place_that_is_not_the_apps_own(String redirect) {
        assertThat(house.smart.authorizations().arrive(AppHouse.but(good, "redirect_uri", redirect)))
                .isEqualTo(new Arrival.Stay(Unanswerable.UNKNOWN_REDIRECT));
    }

    @Test
    void a_redirect_that_is_missing_or_stands_twice_leads_nowhere() {
        assertThat(house.smart.authorizations().arrive(AppHouse.but(good, "redirect_uri")))
                .isEqualTo(new Arrival.Stay(Unanswerable.UNKNOWN_REDIRECT));
        assertThat(house.smart
                        .authorizations()
                        .arrive(AppHouse.but(good, "redirect_uri", AppHouse.BACK, "https://evil.example")))
                .isEqualTo(new Arrival.Stay(Unanswerable.UNKNOWN_REDIRECT));
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "response_type, code id_token, unsupported_response_type",
        "aud, https://south.example.org/fhir, invalid_request",
        "aud, https://north.example.org, invalid_request",
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, S512, invalid_request",
        "code_challenge, short, invalid_request",
        "scope, unknown, invalid_scope",
        "scope, system/*.rs, invalid_scope",
        "launch, nothing-was-started, invalid_request",
        "request_uri, https://app.example.org/request, request_not_supported"
    })
    void a_request_that_is_wrong_goes_back_to_the_app_with_the_reason(String name, String value, String error) {
        assertThat(back(AppHouse.but(good, name, value)))
                .containsEntry("error", error)
                .containsEntry("state", "state-0123456789")
                .containsEntry("iss", AppHouse.PLACES.issuer())
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aud", "code_challenge", "code_challenge_method", "response_type"})
    void what_must_be_there_is_missed(String name) {
        assertThat(back(AppHouse.but(good, name))).containsEntry("error", "invalid_request");
    }

    @Test
    void a_request_without_state_is_refused() {
        assertThat(back(AppHouse.but(good, "state"))).containsEntry("error", "invalid_request");
    }

    @Test
    void the_audience_may_end_in_a_slash() {
        assertThat(house.smart.authorizations().arrive(AppHouse.but(good, "aud", AppHouse.PLACES.fhir() + "/")))
                .isInstanceOf(Arrival.Question.class);
    }

    @Test
    void who_says_no_is_sent_back_with_that_and_nothing_else() {
        var session = house.patient();
        var url = house.smart
                .authorizations()
                .decline(house.question(good), session, "request-1")
                .orElseThrow();
        assertThat(AppHouse.sent(url))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "state-0123456789")
                .doesNotContainKey("code");
        assertThat(house.audited()).containsExactly("APP_DECLINED");
    }

    @Test
    void who_takes_everything_out_has_said_no() {
        var session = house.patient();
        var url = house.smart
                .authorizations()
                .allow(house.question(good), session, new Answer(Set.of(), false, false, Optional.empty()), "request-1")
                .orElseThrow();
        assertThat(AppHouse.sent(url)).containsEntry("error", "access_denied");
    }

    @Test
    void a_question_is_answered_once() {
        var session = house.patient();
        var request = house.question(good);
        var answer = house.everything(request, session);
        assertThat(house.smart.authorizations().allow(request, session, answer, "request-1"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(house.smart.authorizations().allow(request, session, answer, "request-1"))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_question_belongs_to_who_looked_at_it_first() {
        var request = house.question(good);
        assertThat(house.smart.authorizations().question(request, house.patient()))
                .isPresent();
        assertThat(house.smart.authorizations().question(request, house.patient("ben")))
                .isEmpty();
        assertThat(house.smart.authorizations().decline(request, house.patient("ben"), "request-1"))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_question_waits_for_ten_minutes() {
        var session = house.patient();
        var request = house.question(good);
        house.clock.advance(Duration.ofMinutes(10));
        assertThat(house.smart.authorizations().question(request, session)).isEmpty();
    }

    @Test
    void who_has_no_record_and_treats_nobody_is_not_asked() {
        for (var role : List.of(Role.RESEARCHER, Role.STEWARD, Role.OPERATOR, Role.AUDITOR)) {
            var session = house.sessions
                    .open(new User("user-s", "sam", "Sam Sample", role, Optional.empty()))
                    .session();
            assertThat(house.smart.authorizations().question(house.question(good), session))
                    .as(role.name())
                    .isEmpty();
        }
    }

    @Test
    void a_clinician_who_chose_nobody_connects_nothing() {
        var session = house.clinician();
        var request = house.question(good);
        assertThat(house.smart
                        .authorizations()
                        .question(request, session)
                        .orElseThrow()
                        .choosesPatient())
                .isTrue();
        var url = house.smart
                .authorizations()
                .allow(request, session, house.everything(request, session), "request-1")
                .orElseThrow();
        assertThat(AppHouse.sent(url)).containsEntry("error", "access_denied");
    }

    @Test
    void an_app_that_was_removed_in_the_meantime_gets_nothing() {
        var session = house.patient();
        var request = house.question(good);
        var answer = house.everything(request, session);
        assertThat(house.apps.remove(app.id())).isInstanceOf(Outcome.Success.class);
        assertThat(house.smart.authorizations().allow(request, session, answer, "request-1"))
                .isInstanceOf(Outcome.Failure.class);
    }
}

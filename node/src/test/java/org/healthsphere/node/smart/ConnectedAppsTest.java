package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

/** What people see of the apps that they connected, and that they can end it. */
class ConnectedAppsTest {
    private static final String SCOPES = "launch/patient offline_access patient/*.rs";
    private static final Person ANN = new Person("ann", Role.PATIENT);

    private final AppHouse house = new AppHouse();
    private final App app = house.growthChart();

    @Test
    void each_is_shown_with_what_it_may_see_and_when_it_came_last() {
        var answer = house.connected(house.patient(), app, SCOPES);
        house.clock.advance(Duration.ofMinutes(10));
        assertThat(house.isGood(answer.text("access_token"))).isTrue();
        var connected = house.smart.connected(ANN);
        assertThat(connected).hasSize(1);
        var connection = connected.getFirst().connection();
        assertThat(connected.getFirst().app()).isEqualTo(app);
        assertThat(connection.resources().keySet()).containsExactly("patient/*.rs");
        assertThat(connection.since()).isEqualTo(AppHouse.NOW);
        assertThat(connection.used()).isEqualTo(AppHouse.NOW.plus(Duration.ofMinutes(10)));
        assertThat(connection.stays()).isTrue();
    }

    @Test
    void who_disconnects_an_app_ends_its_next_request() {
        var answer = house.connected(house.patient(), app, SCOPES);
        var id = house.smart.connected(ANN).getFirst().connection().id();
        assertThat(house.smart.disconnect(ANN, id, "request-3")).isInstanceOf(Outcome.Success.class);
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
        house.token(AppHouse.refresh(app, answer.text("refresh_token"))).refused(400, "invalid_grant");
        assertThat(house.smart.connected(ANN)).isEmpty();
        assertThat(house.audited())
                .containsExactly("APP_CONNECTED", "TOKEN_ISSUED", "APP_DISCONNECTED", "TOKEN_REFUSED");
        house.restart();
        assertThat(house.smart.connected(ANN)).isEmpty();
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
    }

    @Test
    void nobody_sees_or_ends_what_somebody_else_connected() {
        house.connected(house.patient(), app, SCOPES).fine();
        var id = house.smart.connected(ANN).getFirst().connection().id();
        var ben = new Person("ben", Role.PATIENT);
        assertThat(house.smart.connected(ben)).isEmpty();
        assertThat(house.smart.disconnect(ben, id, "request-3")).isInstanceOf(Outcome.Failure.class);
        assertThat(house.smart.disconnect(new Person("ann", Role.CLINICIAN), id, "request-3"))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(house.smart.connected(ANN)).hasSize(1);
    }

    @Test
    void what_has_ended_by_itself_is_not_shown_and_forgotten() {
        house.connected(house.patient(), app, "launch/patient patient/*.rs").fine();
        assertThat(house.smart.connected(ANN)).hasSize(1);
        house.clock.advance(Duration.ofMinutes(20));
        assertThat(house.smart.connected(ANN)).isEmpty();
        // A code is remembered for a day, so that showing it again ends what came of it.
        house.clock.advance(Duration.ofDays(2));
        house.connected(house.patient("ben"), app, SCOPES).fine();
        assertThat(house.everythingKept()).doesNotContain("\"ann\"");
    }

    @Test
    void who_is_erased_leaves_no_app_behind() {
        var answer = house.connected(house.patient(), app, SCOPES);
        var staff = house.clinician();
        var launch = house.smart
                .launches()
                .start(app.id(), "user-c", "ann", Optional.empty())
                .orElseThrow();
        var treating = house.allowed(
                staff, AppHouse.but(AppHouse.request(app, "launch patient/*.rs"), "launch", launch.launch()));
        house.smart.forget("ann");
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
        house.token(AppHouse.exchange(app, AppHouse.got(treating, "code"))).refused(400, "invalid_grant");
        assertThat(house.everythingKept()).doesNotContain("\"ann\"");
    }

    @Test
    void somebody_who_connects_very_often_loses_the_oldest() {
        for (var i = 0; i < 60; i++) {
            house.connected(house.patient(), app, SCOPES).fine();
            house.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(house.smart.connected(ANN)).hasSize(50);
    }

    @Test
    void an_app_is_started_with_a_record_open_by_one_person_once() {
        var started = house.smart
                .launches()
                .start(app.id(), "user-c", "ann", Optional.of("visit-1"))
                .orElseThrow();
        assertThat(started.url())
                .isEqualTo("https://app.example.org/start?iss=https%3A%2F%2Fnorth.example.org%2Ffhir&launch="
                        + started.launch());
        var request = AppHouse.but(
                AppHouse.request(app, "launch launch/encounter patient/*.rs user/*.rs"), "launch", started.launch());
        var id = house.question(request);
        assertThat(house.smart.authorizations().question(id, house.patient("ben")))
                .isEmpty();
        var staff = house.clinician();
        var question = house.smart.authorizations().question(id, staff).orElseThrow();
        assertThat(question.patient()).contains("ann");
        assertThat(question.choosesPatient()).isFalse();
        var url = house.smart
                .authorizations()
                .allow(id, staff, house.everything(id, staff), "request-1")
                .orElseThrow();
        var token = house.token(AppHouse.exchange(app, AppHouse.got(AppHouse.sent(url), "code")))
                .fine();
        assertThat(token.text("patient")).isEqualTo("ann");
        assertThat(token.text("encounter")).isEqualTo("visit-1");
        var caller = house.smart.verify(token.text("access_token")).orElseThrow();
        assertThat(caller.role()).isEqualTo(Role.CLINICIAN);
        assertThat(caller.inContext()).contains("ann");
        assertThat(caller.patient()).isEmpty();
        assertThat(house.smart.authorizations().arrive(request))
                .as("a start is good once")
                .isInstanceOf(Authorizations.Arrival.Back.class);
    }

    @Test
    void a_start_is_good_for_five_minutes_and_for_its_app() {
        var other = house.growthChart();
        for (var wait : List.of(Duration.ZERO, Duration.ofMinutes(5))) {
            var started = house.smart
                    .launches()
                    .start(app.id(), "user-c", "ann", Optional.empty())
                    .orElseThrow();
            house.clock.advance(wait);
            var asking = wait.isZero() ? other : app;
            assertThat(house.smart
                            .authorizations()
                            .arrive(AppHouse.but(
                                    AppHouse.request(asking, "launch patient/*.rs"), "launch", started.launch())))
                    .isInstanceOf(Authorizations.Arrival.Back.class);
        }
    }

    @Test
    void an_app_without_a_place_to_start_is_not_started() {
        assertThat(house.smart.launches().start("app-0", "user-c", "ann", Optional.empty()))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(house.smart.launches().startable()).containsExactly(app);
    }

    @Test
    void a_clinician_chooses_whose_record_it_shall_be() {
        var staff = house.clinician();
        var request = house.question(AppHouse.request(app, "launch/patient patient/*.rs"));
        var answer = house.everything(request, staff);
        var chosen = new Authorizations.Answer(answer.scopes(), true, true, Optional.of("ben"));
        var url = house.smart
                .authorizations()
                .allow(request, staff, chosen, "request-1")
                .orElseThrow();
        assertThat(house.token(AppHouse.exchange(app, AppHouse.got(AppHouse.sent(url), "code")))
                        .fine()
                        .text("patient"))
                .isEqualTo("ben");
    }

    @Test
    void a_patient_cannot_choose_anybody_else() {
        var session = house.patient();
        var request = house.question(AppHouse.request(app, "launch/patient patient/*.rs"));
        var answer = house.everything(request, session);
        var chosen = new Authorizations.Answer(answer.scopes(), true, true, Optional.of("ben"));
        var url = house.smart
                .authorizations()
                .allow(request, session, chosen, "request-1")
                .orElseThrow();
        assertThat(house.token(AppHouse.exchange(app, AppHouse.got(AppHouse.sent(url), "code")))
                        .fine()
                        .text("patient"))
                .isEqualTo("ann");
    }
}

package org.healthsphere.node.web.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.openid.Hospital;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Staff by the hospital's provider, over HTTP. */
class ProviderFlowTest {
    private final Hospital hospital = new Hospital();
    private final TestNode node;

    ProviderFlowTest() throws Exception {
        node = new TestNode(
                Sample.ADA_SAMPLE,
                (origin, clock) -> Optional.of(new StaffProvider(
                        hospital.settings(),
                        new StaffProvider.Here(origin, "/login/provider/back"),
                        clock,
                        new SecureRandom())));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        hospital.close();
    }

    /** From a page that sends the reader to the provider, and back to where the browser goes on by itself. */
    private HttpResponse<String> thereAndBack(Reader reader, String from, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        var sent = reader.get(from);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        var query = Hospital.query(sent.headers().firstValue("Location").orElseThrow());
        var claims = hospital.doctor(String.valueOf(query.get("nonce")), node.clock.instant());
        hospital.grants(change.apply(claims).build());
        // The provider's page sends the browser back without its cookies.
        var arrived = node.stranger().get("/login/provider/back?code=a-code&state=" + query.get("state"));
        assertThat(arrived.headers().allValues("Set-Cookie"))
                .as("a cookie that would take the place of the one which stayed at home")
                .isEmpty();
        return reader.get(Reader.link(arrived.body(), "/login/provider/"));
    }

    @Test
    void a_doctor_comes_in_by_the_provider_and_is_the_same_the_next_time() throws Exception {
        var reader = node.stranger();
        assertThat(reader.get("/login").body())
                .contains("Sign in at Northfield")
                .contains("/login/provider");
        var in = thereAndBack(reader, "/login/provider", claims -> claims);
        assertThat(in.headers().firstValue("Location")).contains("/desk");
        assertThat(reader.get("/desk").body()).contains("Dr Sample").contains("Clinician");
        var again = node.stranger();
        assertThat(thereAndBack(again, "/login/provider", claims -> claims).statusCode())
                .isEqualTo(303);
        assertThat(again.get("/account").body()).contains("At 2 places");
    }

    @Test
    void who_signs_out_here_is_led_past_the_provider_and_signed_out_there() throws Exception {
        var reader = node.stranger();
        assertThat(thereAndBack(reader, "/login/provider", claims -> claims).statusCode())
                .isEqualTo(303);
        var out = reader.submit("/desk", "/logout", Map.of());
        assertThat(reader.session()).isEmpty();
        var place = out.headers().firstValue("Location").orElseThrow();
        assertThat(place).matches("/logout/[0-9a-f]{32}");
        var leaving = reader.get(place);
        assertThat(leaving.body())
                .contains("You are signed out here.")
                .contains("content=\"0; url=" + hospital.issuer() + "/end?")
                .contains("id_token_hint=")
                .contains("post_logout_redirect_uri=https%3A%2F%2Flocalhost");
        assertThat(reader.get(place).headers().firstValue("Location"))
                .as("once")
                .contains("/");
        assertThat(node.stranger().get("/logout/0").headers().firstValue("Location"))
                .contains("/");
    }

    @Test
    void who_came_in_by_a_password_stays_here_when_he_signs_out() throws Exception {
        var patient = node.reader(Role.PATIENT);
        assertThat(patient.submit("/me", "/logout", Map.of()).headers().firstValue("Location"))
                .contains("/");
    }

    @Test
    void who_has_left_the_provider_has_left_here() throws Exception {
        var one = node.stranger();
        var other = node.stranger();
        var somebody = node.stranger();
        assertThat(thereAndBack(one, "/login/provider", claims -> claims.claim("sid", "one"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(thereAndBack(other, "/login/provider", claims -> claims.claim("sid", "other"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(thereAndBack(somebody, "/login/provider", claims -> claims.subject("doctor-2"))
                        .statusCode())
                .isEqualTo(303);
        var now = node.clock.instant();
        assertThat(left(hospital.logout("doctor-1", now).claim("sid", "one").build()))
                .isEqualTo(200);
        assertThat(one.get("/desk").headers().firstValue("Location")).contains("/login");
        assertThat(other.get("/desk").statusCode()).isEqualTo(200);
        assertThat(left(hospital.logout("doctor-1", now).claim("nonce", "n").build()))
                .isEqualTo(400);
        assertThat(other.get("/desk").statusCode()).isEqualTo(200);
        assertThat(left(hospital.logout("doctor-1", now).build())).isEqualTo(200);
        assertThat(other.get("/desk").headers().firstValue("Location")).contains("/login");
        assertThat(somebody.get("/desk").statusCode()).isEqualTo(200);
        assertThat(left(hospital.logout("doctor-1", now).build())).as("again").isEqualTo(200);
        assertThat(node.stranger().post("/logout/provider", Map.of()).statusCode())
                .isEqualTo(400);
    }

    /** The provider says so itself: without a cookie, and from no page of ours. */
    private int left(JWTClaimsSet claims) throws Exception {
        var form = Map.of("logout_token", hospital.signed(claims, "logout+jwt"));
        return node.stranger().post("/logout/provider", form).statusCode();
    }

    @Test
    void a_password_of_staff_opens_nothing_where_there_is_a_provider() throws Exception {
        var login = Map.of("login", TestNode.login(Role.CLINICIAN), "password", TestNode.PASSWORD.clear());
        assertThat(node.stranger().submit("/login", "/login", login).statusCode())
                .isEqualTo(401);
        var patient = Map.of("login", TestNode.login(Role.PATIENT), "password", TestNode.PASSWORD.clear());
        assertThat(node.stranger().submit("/login", "/login", patient).statusCode())
                .isEqualTo(303);
    }

    @Test
    void another_browser_does_not_come_in_with_somebodys_answer() throws Exception {
        var reader = node.stranger();
        var query = Hospital.query(
                reader.get("/login/provider").headers().firstValue("Location").orElseThrow());
        hospital.grants(hospital.doctor(String.valueOf(query.get("nonce")), node.clock.instant())
                .build());
        var victim = node.stranger();
        assertThat(victim.get("/login").statusCode()).isEqualTo(200);
        var arrived = victim.get("/login/provider/back?code=a-code&state=" + query.get("state"));
        var entered = victim.get(Reader.link(arrived.body(), "/login/provider/"));
        assertThat(entered.statusCode()).isEqualTo(401);
        assertThat(victim.session()).isEmpty();
    }

    @Test
    void who_has_no_role_here_is_told_so() throws Exception {
        var reader = node.stranger();
        var answer = thereAndBack(reader, "/login/provider", claims -> claims.claim("realm_access", Map.of()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(reader.session()).isEmpty();
    }

    @Test
    void the_glass_is_broken_after_a_proof_anew_at_the_provider_and_by_nobody_else() throws Exception {
        var reader = node.stranger();
        var in = thereAndBack(reader, "/login/provider", claims -> claims);
        var before = reader.session().orElseThrow();
        assertThat(in.statusCode()).isEqualTo(303);
        var found = reader.follow(reader.submit("/desk", "/desk/find", Map.of("name", "ada")));
        var emergency = Reader.link(found.body(), "/desk/patient/") + "/emergency";
        node.clock.advance(Proven.FRESH);
        var asked = reader.get(emergency);
        assertThat(asked.headers().firstValue("Location")).contains("/account/confirm?next=" + emergency);
        var confirm = reader.follow(asked).headers().firstValue("Location").orElseThrow();
        assertThat(confirm).isEqualTo("/account/confirm/provider?next=" + emergency);
        var other = thereAndBack(
                reader, confirm, claims -> claims.subject("doctor-2").claim("acr", "two"));
        assertThat(other.statusCode()).isEqualTo(403);
        var weak = thereAndBack(reader, confirm, claims -> claims);
        assertThat(weak.statusCode()).isEqualTo(401);
        var proved = thereAndBack(reader, confirm, claims -> claims.claim("acr", "two"));
        assertThat(proved.headers().firstValue("Location")).contains(emergency);
        assertThat(reader.session().orElseThrow()).isNotEqualTo(before);
        assertThat(reader.get(emergency).statusCode()).isEqualTo(200);
    }
}

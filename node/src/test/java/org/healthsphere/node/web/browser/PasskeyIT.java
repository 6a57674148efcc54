package org.healthsphere.node.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A patient with a real Chromium and its virtual authenticator: from the desk's code to consents that his own passkey signs. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PasskeyIT {
    private TwoHospitals network;
    private Hospital north;
    private Browser browser;
    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        north.put("Patient/ann", "{'resourceType':'Patient','id':'ann','name':[{'family':'Sample','given':['Ann']}]}");
        north.account("ann", Role.PATIENT, Optional.of("ann"));
        browser = new Browser(Path.of("target", "screenshots"));
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
        browser.driver().command("WebAuthn.enable", Map.of());
        browser.driver()
                .command(
                        "WebAuthn.addVirtualAuthenticator",
                        Map.of(
                                "options",
                                Map.of(
                                        "protocol", "ctap2",
                                        "transport", "internal",
                                        "hasResidentKey", true,
                                        "hasUserVerification", true,
                                        "isUserVerified", true,
                                        "automaticPresenceSimulation", true)));
    }

    @AfterAll
    void stop() {
        browser.close();
        network.close();
    }

    private String code() throws Exception {
        var answer = north.send(
                north.token("desk", Role.CLINICIAN),
                "POST",
                "/api/v1/patients/ann/sign-in-codes",
                "{\"proof\":\"passport\",\"name\":\"Ann Sample\"}");
        return new ObjectMapper().readTree(answer.body()).path("code").asText();
    }

    private void look(String name) throws Exception {
        for (var screen : List.of(Screen.DESKTOP_LIGHT, Screen.PHONE_DARK)) {
            browser.use(screen);
            browser.picture(name, screen);
            browser.barriers().forEach(barrier -> problems.add(name + " on " + screen + ": " + barrier));
            if (browser.isWiderThanTheScreen()) {
                problems.add(name + " on " + screen + " is wider than the screen");
            }
        }
        // The ledger takes ES256 alone, and so nothing else is asked for: Chromium warns of that.
        browser.driver().complaints().stream()
                .filter(complaint -> !complaint.contains("pubKeyCredParams"))
                .forEach(complaint -> problems.add(name + " complains: " + complaint));
        browser.use(Screen.DESKTOP_LIGHT);
    }

    private void open(String path) {
        browser.driver().open(north.url() + path);
    }

    /** Presses what signs again and again, as a person does, until the page goes on. */
    private void sign(String button, int questions) {
        for (var i = 1; i < questions; i++) {
            browser.driver().click(button);
            var script = "const done = arguments[arguments.length - 1]; const look = () => "
                    + "document.querySelectorAll('input[name=answer]').length >= " + i
                    + " ? done(true) : requestAnimationFrame(look); look();";
            assertThat(browser.driver().await(script).asBoolean()).isTrue();
        }
        browser.goBy(button);
    }

    @Test
    @Order(1)
    void a_code_becomes_a_passkey() throws Exception {
        open("/login");
        look("login-passkey");
        open("/login/code");
        look("login-code");
        browser.driver().type("#code", code());
        browser.goBy("main form[action='/login/code'] button");
        look("passkey-creation");
        browser.goBy("form[data-passkey='create'] button");
        assertThat(browser.driver().address()).isEqualTo(north.url() + "/account?done=made");
        assertThat(browser.text()).contains("The passkey is made.").contains("Make another passkey");
        look("account");
        assertThat(problems).isEmpty();
    }

    @Test
    @Order(2)
    void the_same_device_makes_no_second_one() throws Exception {
        open("/account");
        browser.goBy("form[action='/account/passkeys'] button");
        browser.driver().click("form[data-passkey='create'] button");
        var script = "const done = arguments[arguments.length - 1]; const look = () => "
                + "document.querySelector('[data-passkey-trouble]').hidden ? requestAnimationFrame(look) : done(true); look();";
        assertThat(browser.driver().await(script).asBoolean()).isTrue();
        assertThat(browser.driver().address()).endsWith("/account/passkeys");
    }

    @Test
    @Order(3)
    void a_consent_is_signed_replaced_and_ended_with_it() throws Exception {
        open("/me/sharing");
        browser.goBy("main .card button[type='submit']:not([class])");
        look("preview-passkey");
        sign("form[action='/me/sharing/sign'] button", 1);
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=signed");
        open("/me/sharing");
        browser.driver().click("input[value='HIV']");
        browser.goBy("main .card button[type='submit']:not([class])");
        assertThat(browser.text()).contains("You sign 2 times");
        sign("form[action='/me/sharing/sign'] button", 2);
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=signed");
        browser.goBy(".consent a");
        sign("main button.danger", 1);
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=withdrawn");
        assertThat(problems).isEmpty();
    }

    @Test
    @Order(4)
    void without_script_signing_is_refused_and_the_page_says_why() throws Exception {
        browser.script(false);
        open("/me/sharing");
        browser.goBy("main .card button[type='submit']:not([class])");
        assertThat(browser.text()).contains("Signing needs a passkey, and that needs script in your browser.");
        browser.goBy("form[action='/me/sharing/sign'] button");
        browser.script(true);
        open("/me/sharing");
        assertThat(browser.text()).doesNotContain("Signed. It is in force.");
        browser.driver().complaints().forEach(complaint -> assertThat(complaint).contains("403"));
    }

    @Test
    @Order(5)
    void it_lets_its_patient_in_again_and_nothing_else_does() throws Exception {
        open("/me");
        browser.goBy(".who button");
        open("/login");
        browser.driver().type("#login", "ann");
        browser.driver().type("#password", TwoHospitals.PASSWORD);
        browser.goBy("#by-password button");
        assertThat(browser.text()).contains("That did not match.");
        browser.driver().complaints().forEach(complaint -> assertThat(complaint).contains("401"));
        browser.goBy("#by-passkey button");
        assertThat(browser.driver().address()).isEqualTo(north.url() + "/me");
        open("/account/confirm");
        look("confirm-passkey");
        browser.goBy("form[data-passkey='get'] button");
        assertThat(browser.driver().address()).isEqualTo(north.url() + "/account");
        assertThat(problems).isEmpty();
    }

    /** Kim is a child; Ann, who is signed in, has just been entered as her guardian by the steward. */
    private void guardian() throws Exception {
        north.put("Patient/kim", "{'resourceType':'Patient','id':'kim','name':[{'family':'Sample','given':['Kim']}]}");
        north.account("kim", Role.PATIENT, Optional.of("kim"));
        north.account("curator", Role.STEWARD, Optional.empty());
        var form = Map.of(
                "patient", "kim",
                "patientName", "Kim Sample",
                "guardian", "ann",
                "guardianName", "Ann Sample",
                "until", LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
        var steward = north.reader("curator");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", form).statusCode())
                .isEqualTo(303);
    }

    @Test
    @Order(6)
    void a_guardian_signs_for_the_child_with_her_own_passkey_and_with_nothing_else() throws Exception {
        guardian();
        open("/me/helpers");
        browser.goBy("form[action$='/act'] button");
        assertThat(browser.text()).contains("The record of Kim Sample", "You decide here as a guardian.");
        browser.script(false);
        open("/me/sharing");
        browser.goBy("main .card button[type='submit']:not([class])");
        browser.goBy("form[action='/me/sharing/sign'] button");
        browser.script(true);
        open("/me/sharing");
        assertThat(browser.text()).doesNotContain("as guardian");
        browser.driver().complaints().forEach(complaint -> assertThat(complaint).contains("403"));
        browser.goBy("main .card button[type='submit']:not([class])");
        sign("form[action='/me/sharing/sign'] button", 1);
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=signed");
        look("guardian-signed");
        assertThat(browser.text()).contains("Signed by Ann Sample, as guardian.");
        var kim = north.reader("kim");
        assertThat(kim.get("/me/sharing").body()).contains("Signed by Ann Sample, as guardian.");
        browser.goBy("form[action='/me/helpers/self'] button");
        open("/me/sharing");
        assertThat(browser.text()).doesNotContain("as guardian");
        assertThat(problems).isEmpty();
    }
}

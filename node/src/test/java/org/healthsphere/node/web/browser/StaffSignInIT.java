package org.healthsphere.node.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.node.config.NodeConfig.StaffLogin;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A doctor in a real Chromium, by an OpenID provider that others wrote; {@code hie verify} installs it, from {@code tools/clients}. */
@TestInstance(Lifecycle.PER_CLASS)
class StaffSignInIT {
    private static final Path TOOLS = Path.of("..", "tools", "clients");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOGIN = "input[name='login']";

    private TestNode node;
    private int port;
    private Process provider;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                Files.exists(TOOLS.resolve("node_modules").resolve("oidc-provider")),
                "'hie verify' installs the clients of tools/clients where there is npm");
        port = FreePort.next();
        var roles = Map.of("doctor", Role.CLINICIAN);
        node = new TestNode(
                Sample.ADA_SAMPLE,
                (origin, clock) -> Optional.of(new StaffProvider(
                        new StaffLogin(
                                "http://localhost:" + port,
                                "healthsphere",
                                new StaffLogin.Secret("a secret of the test"),
                                "roles",
                                roles,
                                Optional.empty(),
                                Optional.empty()),
                        new StaffProvider.Here(origin, "/login/provider/back"),
                        java.time.InstantSource.system(),
                        new SecureRandom())));
        var program = new ProcessBuilder("node", "provider.mjs", "" + port, node.url())
                .directory(TOOLS.toFile())
                .redirectErrorStream(true);
        // The test's node has a certificate of its own making.
        program.environment().put("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        provider = program.start();
        ready();
        browser = new Browser(Path.of("target", "screenshots"));
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
    }

    private void ready() throws Exception {
        var out = provider.inputReader(StandardCharsets.UTF_8);
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("ready")) {
                return;
            }
        }
        throw new IllegalStateException("the provider did not start");
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (provider != null) {
            provider.destroy();
        }
        if (node != null) {
            node.close();
        }
    }

    /** What the provider's own pages ask: name and password, and whether this node may know. */
    private void asDoctor(boolean firstTime) {
        browser.driver().type(LOGIN, "sample");
        browser.driver().type("input[name='password']", "any");
        browser.goBy("button[type='submit']");
        if (firstTime) {
            browser.goBy("button[type='submit']");
        }
    }

    private void await(String path) {
        var script = "const done = arguments[arguments.length - 1]; const look = () => location.pathname === '" + path
                + "' ? done(true) : requestAnimationFrame(look); look();";
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                assertThat(browser.driver().await(script).asBoolean()).isTrue();
                return;
            } catch (AssertionError _) {
                // asked between two pages
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        assertThat(browser.driver().address()).as(browser.text()).endsWith(path);
    }

    /** What the provider's own page asks of who leaves. */
    private void leaveForGood() {
        awaitText("sign-out");
        browser.goBy("button[name='logout']");
    }

    /** Nothing while one page gives way to another. */
    private String shown() {
        try {
            return browser.text();
        } catch (AssertionError _) {
            return "";
        }
    }

    private void awaitText(String text) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().toLowerCase(Locale.ROOT).contains(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "no “" + text + "” at " + browser.driver().address() + ": " + browser.text());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void a_doctor_who_signs_out_is_signed_out_at_the_hospital_and_the_other_way_round() {
        browser.forgetEverything();
        browser.driver().open(node.url() + "/login");
        browser.goBy("a[href^='/login/provider']");
        asDoctor(true);
        await("/desk");
        browser.goBy("form[action='/logout'] button");
        leaveForGood();
        await("/");
        browser.driver().open(node.url() + "/login");
        browser.goBy("a[href^='/login/provider']");
        asDoctor(true);
        await("/desk");
        browser.driver().open("http://localhost:" + port + "/session/end");
        leaveForGood();
        awaitText("sign-out success");
        browser.driver().open(node.url() + "/desk");
        await("/login");
    }

    @Test
    void a_doctor_signs_in_at_the_hospital_and_again_before_the_glass_is_broken() {
        browser.forgetEverything();
        browser.driver().open(node.url() + "/login");
        browser.goBy("a[href^='/login/provider']");
        asDoctor(true);
        await("/desk");
        assertThat(browser.text()).contains("Dr sample").contains("Clinician");
        browser.driver().type("#name", "ada");
        browser.goBy(".go button");
        browser.goBy(".people a");
        var patient = browser.driver().run("return location.pathname").asText();
        browser.driver().open(node.url() + "/account/confirm/provider?next=" + patient + "/emergency");
        asDoctor(false);
        await(patient + "/emergency");
        assertThat(browser.driver().address()).isEqualTo(node.url() + patient + "/emergency");
    }
}

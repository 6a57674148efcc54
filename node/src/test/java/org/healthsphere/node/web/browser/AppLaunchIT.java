package org.healthsphere.node.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.node.smart.AppBook;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app in a real Chromium, made with SMART's own client library as others publish it, is connected to a running node by a
 * patient. The library is installed by {@code hie verify}, from {@code tools/clients}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AppLaunchIT {
    private static final Path LIBRARY =
            Path.of("..", "tools", "clients", "node_modules", "fhirclient", "build", "fhir-client.min.js");
    private static final String SCOPES = "launch launch/patient openid fhirUser offline_access patient/*.rs";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String START = """
            <!doctype html><title>App</title><script src="/fhir-client.js"></script><script>
            FHIR.oauth2.authorize({clientId: 'CLIENT', scope: 'SCOPES', redirectUri: '/back', pkceMode: 'required',
              iss: new URLSearchParams(location.search).get('iss') || 'FHIR_BASE'});
            </script>""";
    private static final String BACK = """
            <!doctype html><title>App</title><body>waiting</body><script src="/fhir-client.js"></script><script>
            const say = text => { document.body.innerText = text; };
            FHIR.oauth2.ready().then(async client => {
              const look = async () => {
                const person = await client.patient.read();
                const found = await client.request('Observation?code:text=weight', {flat: true, pageLimit: 0});
                const user = await client.user.read();
                return `${person.name[0].family} has ${found.length} weights, and so says ${user.resourceType}/${user.id}`;
              };
              window.renew = () => client.refresh().then(look).then(text => say('renewed: ' + text));
              look().then(say, error => say('refused: ' + error));
            }, error => say('failed: ' + error));
            </script>""";

    private TwoHospitals network;
    private Hospital north;
    private HttpServer server;
    private Browser browser;
    private App app;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(LIBRARY), "'hie verify' installs the clients of tools/clients where there is npm");
        network = new TwoHospitals(folder);
        north = network.north;
        north.put("Patient/ann", "{'resourceType':'Patient','id':'ann','name':[{'family':'Sample','given':['Ann']}]}");
        for (var i = 0; i < 3; i++) {
            north.put(
                    "Observation/w" + i,
                    "{'resourceType':'Observation','id':'w" + i
                            + "','status':'final','code':{'text':'weight'},'subject':{'reference':'Patient/ann'}}");
        }
        north.account("ann", Role.PATIENT, Optional.of("ann"));
        serve();
        browser = new Browser(Path.of("target", "screenshots"));
    }

    private void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> send(exchange, "text/html", ""));
        var place = "http://localhost:" + server.getAddress().getPort();
        app = AppBook.open(new NodeFolder(north.config().data()).apps(), new SecureRandom())
                .orElseThrow()
                .register(new App(
                        "",
                        "Growth Chart",
                        new Proof.Nothing(),
                        List.of(place + "/back"),
                        Optional.of(place + "/start"),
                        Set.of(SCOPES.split(" ")),
                        Optional.empty(),
                        false))
                .orElseThrow()
                .app();
        var start =
                START.replace("CLIENT", app.id()).replace("SCOPES", SCOPES).replace("FHIR_BASE", north.url() + "/fhir");
        server.createContext("/start", exchange -> send(exchange, "text/html", start));
        server.createContext("/back", exchange -> send(exchange, "text/html", BACK));
        var library = Files.readString(LIBRARY);
        server.createContext("/fhir-client.js", exchange -> send(exchange, "text/javascript", library));
        server.start();
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterAll
    void close() throws Exception {
        if (browser != null) {
            browser.close();
            server.stop(0);
            network.close();
        }
    }

    @BeforeEach
    void a_stranger_comes() {
        browser.forgetEverything();
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
    }

    private void await(String text) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().contains(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "no “" + text + "” at " + browser.driver().address() + ": " + shown()
                                + browser.driver().complaints());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Nothing while one page gives way to another. */
    private String shown() {
        try {
            return browser.text();
        } catch (AssertionError _) {
            return "";
        }
    }

    private void signIn() {
        await("Password");
        browser.driver().type("#login", "ann");
        browser.driver().type("#password", TwoHospitals.PASSWORD);
        browser.driver().click("#by-password button");
    }

    private void call(String function) {
        assertThat(browser.driver()
                        .run("window." + function + "(); return true")
                        .asBoolean())
                .isTrue();
    }

    private List<String> look(String name) throws IOException {
        var problems = new ArrayList<String>();
        for (var screen : Screen.values()) {
            browser.use(screen);
            browser.picture(name, screen);
            browser.barriers().forEach(barrier -> problems.add(screen + ": " + barrier));
            if (browser.isWiderThanTheScreen()) {
                problems.add(screen + " is wider than the screen");
            }
        }
        browser.use(Screen.DESKTOP_LIGHT);
        return problems;
    }

    @Test
    void a_patient_connects_an_app_that_reads_renews_and_is_disconnected() throws Exception {
        browser.driver().open(place() + "/start");
        signIn();
        await("It may see");
        assertThat(look("apps-ask")).isEmpty();
        browser.driver().click("button[value='allow']");
        await("Sample has 3 weights, and so says Patient/ann");
        assertThat(browser.driver().address()).startsWith(place() + "/back");
        call("renew");
        await("renewed: Sample has 3 weights");
        browser.driver().open(north.url() + "/me/apps");
        await("Growth Chart");
        assertThat(look("me-apps")).isEmpty();
        browser.driver().open(place() + "/back");
        await("Sample has 3 weights");
        disconnect();
        browser.driver().open(place() + "/back");
        await("refused: ");
    }

    /** In another window, so to speak: the app keeps what it has. */
    private void disconnect() {
        browser.driver().open(north.url() + "/me/apps");
        while (shown().contains("Disconnect\n") || shown().contains("Connected on")) {
            browser.goBy("button.danger-outline");
        }
        await("You have not connected any app.");
    }

    @Test
    void a_patient_opens_an_app_from_the_portal() {
        browser.driver().open(north.url() + "/login");
        signIn();
        await("Hello");
        browser.driver().open(north.url() + "/me/apps");
        await("Open Growth Chart");
        browser.driver().click("form[action$='/open'] button");
        await("It may see");
        browser.driver().click("button[value='allow']");
        await("Sample has 3 weights, and so says Patient/ann");
        disconnect();
    }

    @Test
    void a_patient_who_says_no_goes_back_to_the_app_with_nothing() {
        browser.driver().open(place() + "/start");
        signIn();
        await("It may see");
        browser.driver().click("button[value='decline']");
        await("failed: ");
        assertThat(shown()).contains("access_denied");
    }

    private String place() {
        return "http://localhost:" + server.getAddress().getPort();
    }
}

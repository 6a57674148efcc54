package org.healthsphere.node.web.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The W3C WebDriver protocol over plain HTTP, spoken with chromedriver on the loopback: one process, one session. */
public final class WebDriver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-site-isolation-trials",
            "--renderer-process-limit=1",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--hide-scrollbars");

    /** Shorter than the browser's own five minutes: a page that is not there by then never will be, and the test must say so. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LONGEST = PATIENCE.plusSeconds(30);
    private static final Pattern LOST = Pattern.compile("timeout|timed out", Pattern.CASE_INSENSITIVE);
    private static final Logger LOG = LoggerFactory.getLogger(WebDriver.class);

    private static final Pattern CRASHED =
            Pattern.compile("tab crashed|page crash|not connected to DevTools|chrome not reachable|invalid session id");

    /** Commands that hold until the next of their name, and so are given again to a new browser. */
    private static final Set<String> LASTING = Set.of(
            "Emulation.setDeviceMetricsOverride",
            "Emulation.setEmulatedMedia",
            "Emulation.setScriptExecutionDisabled",
            "Network.enable",
            "Network.setExtraHTTPHeaders");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final Path chromium;
    private final Map<String, Map<String, ?>> lasting = new TreeMap<>();
    private JsonNode cookies = JSON.createArrayNode();
    private String session;

    WebDriver(Path chromedriver, Path chromium) throws IOException {
        process = new ProcessBuilder(chromedriver.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        this.base = "http://127.0.0.1:" + port(process) + "/session";
        this.chromium = chromium;
        session = begin();
        bound();
    }

    /** That the browser lost a tab, as it does where memory is short: this says nothing about the page. */
    static final class Crashed extends AssertionError {
        private static final long serialVersionUID = 1;

        Crashed(String message) {
            super(message);
        }
    }

    /** A browser with nothing in it. */
    private String begin() throws IOException {
        var profile = Files.createTempDirectory("chromium");
        var options = JSON.createObjectNode().put("binary", chromium.toString());
        var flags = options.putArray("args");
        FLAGS.forEach(flags::add);
        flags.add("--user-data-dir=" + profile);
        var wanted = JSON.createObjectNode();
        var always = wanted.putObject("capabilities").putObject("alwaysMatch");
        always.put("acceptInsecureCerts", true);
        always.putObject("goog:loggingPrefs").put("browser", "ALL");
        always.set("goog:chromeOptions", options);
        return base + "/" + send("POST", base, wanted).path("sessionId").asText();
    }

    /** Goes on in another browser, as who was signed in, at the same kind of screen, in the same language; with no page open. */
    void recover(Crashed crash) {
        LOG.warn("the browser lost its tab; going on in another one: {}", crash.getMessage());
        try {
            send("DELETE", session, JSON.createObjectNode()).isNull();
        } catch (AssertionError e) {
            LOG.warn("the browser was gone: {}", e.getMessage());
        }
        try {
            session = begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bound();
        lasting.forEach((name, parameters) -> post("/goog/cdp/execute", Map.of("cmd", name, "params", parameters)));
        command("Network.setCookies", Map.of("cookies", cookies));
    }

    private void bound() {
        post("/timeouts", Map.of("pageLoad", PATIENCE.toMillis(), "script", PATIENCE.toMillis()));
    }

    /** Shows a page. On a busy machine that may be too slow: then once more, and it is said. */
    public void open(String url) {
        try {
            cookies = command("Network.getAllCookies", Map.of()).path("cookies");
            post("/url", Map.of("url", url));
        } catch (Crashed e) {
            recover(e);
            post("/url", Map.of("url", url));
        } catch (AssertionError e) {
            if (!LOST.matcher(String.valueOf(e.getMessage())).find()) {
                throw e;
            }
            LOG.warn("the browser did not show {}, and tries once more: {}", url, e.getMessage());
            post("/url", Map.of("url", url));
        }
    }

    public String address() {
        return send("GET", session + "/url", JSON.createObjectNode()).asText();
    }

    /** Runs a script in the page; not bound by the page's policy, as a person at the browser is not. */
    public JsonNode run(String script) {
        return post("/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** As {@link #run}; the script calls its last argument when it is done. */
    public JsonNode await(String script) {
        return post("/execute/async", Map.of("script", script, "args", List.of()));
    }

    public void type(String selector, String text) {
        post("/element/" + element(selector) + "/value", Map.of("text", text));
    }

    public void click(String selector) {
        post("/element/" + element(selector) + "/click", Map.of());
    }

    /** A command of the browser's own protocol: sizes, media, pictures. */
    @CanIgnoreReturnValue
    public JsonNode command(String name, Map<String, ?> parameters) {
        if (LASTING.contains(name)) {
            lasting.put(name, parameters);
        }
        return post("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /** What the page complained about since the last call. */
    public List<String> complaints() {
        var log = post("/se/log", Map.of("type", "browser"));
        return log.valueStream()
                .filter(entry -> !entry.path("level").asText().equals("DEBUG"))
                .map(entry -> entry.path("message").asText())
                .toList();
    }

    private String element(String selector) {
        var found = post("/element", Map.of("using", "css selector", "value", selector));
        return found.properties().iterator().next().getValue().asText();
    }

    @CanIgnoreReturnValue
    private JsonNode post(String path, Map<String, ?> body) {
        return send("POST", session + path, JSON.valueToTree(body));
    }

    private JsonNode send(String method, String url, ObjectNode body) {
        var publisher = method.equals("POST") ? BodyPublishers.ofString(body.toString()) : BodyPublishers.noBody();
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST).method(method, publisher);
            var answer = http.send(request.build(), BodyHandlers.ofString());
            var value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw failure(value.path("message").asText());
            }
            return value;
        } catch (HttpTimeoutException e) {
            throw new AssertionError("the browser timed out: no answer within " + LONGEST, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static AssertionError failure(String message) {
        return CRASHED.matcher(message).find() ? new Crashed(message) : new AssertionError(message);
    }

    private static String port(Process process) throws IOException {
        var reader = process.inputReader(StandardCharsets.UTF_8);
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            var found = PORT.matcher(line);
            if (found.find()) {
                return found.group(1);
            }
        }
        throw new IOException("chromedriver did not start");
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, JSON.createObjectNode()).isNull();
        } finally {
            http.close();
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}

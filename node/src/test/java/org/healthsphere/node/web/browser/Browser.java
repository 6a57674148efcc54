package org.healthsphere.node.web.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Chromium with eyes: opens pages, reads them, judges their accessibility, takes pictures. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String AXE = axe();
    private static final String JUDGE = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
              .then(r => done(r.violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; '))));
            """;

    private final WebDriver driver;
    private final Path pictures;

    /** Who looks, and at what kind of screen. */
    public enum Screen {
        DESKTOP_LIGHT(1280, 800, "light"),
        DESKTOP_DARK(1280, 800, "dark"),
        PHONE_LIGHT(390, 844, "light"),
        PHONE_DARK(390, 844, "dark");

        private final int width;
        private final int height;
        private final String scheme;

        Screen(int width, int height, String scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }
    }

    public Browser(Path pictures) throws IOException {
        this.pictures = Files.createDirectories(pictures);
        this.driver = new WebDriver(
                Program.find("CHROMEDRIVER", List.of("chromedriver")),
                Program.find("CHROMIUM", List.of("chromium", "chromium-browser", "google-chrome")),
                Files.createTempDirectory("chromium"));
    }

    public WebDriver driver() {
        return driver;
    }

    public void use(Screen screen) {
        driver.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        screen.width,
                        "height",
                        screen.height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        screen.width < 600));
        driver.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", screen.scheme))));
    }

    public void script(boolean enabled) {
        driver.command("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
    }

    public void language(String tag) {
        driver.command("Network.enable", Map.of());
        driver.command("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", tag)));
    }

    public void forgetEverything() {
        driver.command("Network.clearBrowserCookies", Map.of());
    }

    /** Clicks on what leads to another page, and waits until that is there. */
    public void goBy(String selector) {
        driver.run("window.leaving = true; return true").asBoolean();
        driver.click(selector);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!arrived()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(selector + " leads nowhere from " + driver.address() + ": "
                        + driver.run("return [document.readyState, document.title].join()"));
            }
        }
    }

    private boolean arrived() {
        try {
            return driver.run("return window.leaving !== true && document.readyState === 'complete'")
                    .asBoolean();
        } catch (AssertionError _) {
            return false; // asked between two pages
        }
    }

    public String text() {
        return driver.run("return document.body.innerText").asText();
    }

    /** What keeps people with disabilities from using the page. */
    public List<String> barriers() {
        driver.run(AXE + "; return true").asBoolean();
        return driver.await(JUDGE).valueStream().map(v -> v.asText()).toList();
    }

    /** Whether the page must be pushed sideways to be read. */
    public boolean isWiderThanTheScreen() {
        return driver.run("return document.documentElement.scrollWidth > window.innerWidth")
                .asBoolean();
    }

    public void picture(String name, Screen screen) throws IOException {
        var shot = driver.command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(
                pictures.resolve(name + "-" + screen.name().toLowerCase(Locale.ROOT) + ".png"),
                Base64.getDecoder().decode(shot.path("data").asText()));
    }

    @Override
    public void close() {
        driver.close();
    }

    private static String axe() {
        try (var in = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

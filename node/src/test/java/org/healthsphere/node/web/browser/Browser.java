package org.healthsphere.node.web.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Chromium with eyes: opens pages, reads them, judges their accessibility, takes pictures. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AXE = axe();
    private static final String JUDGE = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
              .then(r => done(r.violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; '))));
            """;

    private static final String STRICT = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
              .then(r => done(r.violations
                .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; '))));
            """;
    private static final String CROWDED = """
            const ways = [...document.querySelectorAll('.rail nav li')];
            return ways.filter(way => way.scrollWidth > way.clientWidth
                || [...way.querySelectorAll('span')].some(word => word.scrollWidth > way.clientWidth))
              .map(way => way.innerText + ' does not fit where it is');
            """;
    private static final int NARROWEST = 320;

    private final WebDriver driver;
    private final Path pictures;
    private int width = Screen.DESKTOP_LIGHT.width;

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
                Program.find("CHROMIUM", List.of("chromium", "chromium-browser", "google-chrome")));
    }

    public WebDriver driver() {
        return driver;
    }

    public void use(Screen screen) {
        width = screen.width;
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
        leave(selector, () -> driver.click(selector));
    }

    /** Presses enter on what has the focus and leads to another page, and waits until that is there. */
    public void goByEnter() {
        leave("the focus", () -> press(Key.ENTER));
    }

    private void leave(String selector, Runnable step) {
        driver.run("window.leaving = true; return true").asBoolean();
        step.run();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!arrived()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(selector + " leads nowhere from " + driver.address() + ": "
                        + driver.run("return [document.readyState, document.title].join()"));
            }
        }
    }

    /** A page that leads on by itself, as one that waits for other hospitals does, is only on the way. */
    private boolean arrived() {
        try {
            return driver.run("return window.leaving !== true && document.readyState === 'complete'"
                            + " && document.querySelector('meta[http-equiv=refresh]') === null")
                    .asBoolean();
        } catch (AssertionError _) {
            return false; // asked between two pages
        }
    }

    public String text() {
        return driver.run("return document.body.innerText").asText();
    }

    /**
     * Does a step that begins by opening a page. Where the browser loses its tab meanwhile, which says nothing about the page, the
     * step is done once more in another browser; whatever else fails, and whatever fails then, fails.
     */
    public void survive(Runnable step) {
        try {
            step.run();
        } catch (WebDriver.Crashed e) {
            driver.recover(e);
            step.run();
        }
    }

    /** What keeps people with disabilities from using the page. */
    public List<String> barriers() {
        driver.run(AXE + "; return true").asBoolean();
        return driver.await(JUDGE).valueStream().map(v -> v.asText()).toList();
    }

    /** Every rule of WCAG 2.2, level A or AA, that the page breaks, however little it matters. */
    public List<String> violations() {
        driver.run(AXE + "; return true").asBoolean();
        return driver.await(STRICT).valueStream().map(v -> v.asText()).toList();
    }

    /** As wide as nobody's screen is narrower (WCAG 2.2, 1.4.10 Reflow). */
    public void narrow() {
        width = NARROWEST;
        driver.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", NARROWEST, "height", 640, "deviceScaleFactor", 1, "mobile", true));
    }

    /** Presses a key where the focus is, as somebody without a mouse does. */
    public void press(Key key) {
        var event = Map.<String, Object>of(
                "key", key.name, "code", key.code, "windowsVirtualKeyCode", key.number, "text", key.text);
        driver.command("Input.dispatchKeyEvent", with(event, "type", key.text.isEmpty() ? "rawKeyDown" : "keyDown"));
        driver.command("Input.dispatchKeyEvent", with(event, "type", "keyUp"));
    }

    private static Map<String, Object> with(Map<String, Object> event, String name, String value) {
        var all = new TreeMap<>(event);
        all.put(name, value);
        return all;
    }

    /** The keys of somebody without a mouse. */
    public enum Key {
        TAB("Tab", "Tab", 9, ""),
        ENTER("Enter", "Enter", 13, "\r"),
        SPACE(" ", "Space", 32, " ");

        private final String name;
        private final String code;
        private final int number;
        private final String text;

        Key(String name, String code, int number, String text) {
            this.name = name;
            this.code = code;
            this.number = number;
            this.text = text;
        }
    }

    /** Whether the page must be pushed sideways to be read. A phone makes its window as wide as what overflows. */
    public boolean isWiderThanTheScreen() {
        return driver.run("return document.documentElement.scrollWidth").asInt() > width;
    }

    /** What lies upon another thing, or is cut off, where people go from page to page. */
    public List<String> crowded() {
        return driver.run(CROWDED).valueStream().map(v -> v.asText()).toList();
    }

    public void picture(String name, Screen screen) {
        var shot = driver.command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        try {
            Files.write(
                    pictures.resolve(name + "-" + screen.name().toLowerCase(Locale.ROOT) + ".png"),
                    Base64.getDecoder().decode(shot.path("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

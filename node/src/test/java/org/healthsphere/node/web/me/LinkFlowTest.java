package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthsphere.node.links.ShlReader;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link from the page on which it is made to the viewer that opens it, over real HTTP. */
class LinkFlowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MODULE = Pattern.compile("M(\\d+),(\\d+)h1v1h-1z");
    private static final Pattern SIDE = Pattern.compile("class=\"square\" viewBox=\"0 0 (\\d+) \\1\"");
    private static final int SCALE = 4;

    private final TestNode node;
    private final Reader ada;

    LinkFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private String made(Map<String, String> fields) throws Exception {
        var answer = ada.submit("/me/links", "/me/links", fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> manifest(ShlReader link, String body) throws Exception {
        var local = node.url() + URI.create(link.payload().path("url").asText()).getPath();
        return node.send(HttpRequest.newBuilder(URI.create(local))
                .header("Content-Type", "application/json")
                .header("Origin", "https://viewer.example.org")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private ShlReader link(String page) throws Exception {
        return ShlReader.of(Reader.hidden(ada.get(page).body(), Pattern.compile("readonly>([^<]+)<")));
    }

    @Test
    void a_camera_reads_the_link_and_a_viewer_opens_the_summary() throws Exception {
        var page = made(Map.of("label", "Holiday doctor", "life", "DAY", "passcode", ""));
        var link = ShlReader.of(scanned(ada.get(page).body()));
        assertThat(link.payload().path("label").asText()).isEqualTo("Holiday doctor");
        assertThat(link).isEqualTo(link(page));
        var answer = manifest(link, "{\"recipient\":\"Clinic by the sea\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        var file = file(answer);
        assertThat(file.path("contentType").asText()).isEqualTo("application/fhir+json");
        assertThat(link.decrypted(file.path("embedded").asText())).isEqualTo("{\"type\":\"document\"}");
        assertThat(ada.get(page).body()).contains("Clinic by the sea");
        assertThat(ada.get("/me/links").body()).contains("opened once");
    }

    @Test
    void what_is_too_long_to_be_embedded_is_fetched_once() throws Exception {
        var link = link(made(Map.of("label", "x", "life", "HOUR")));
        var file = file(manifest(link, "{\"recipient\":\"me\",\"embeddedLengthMax\":10}"));
        assertThat(file.has("embedded")).isFalse();
        var path = URI.create(file.path("location").asText()).getPath();
        var fetched = node.send(HttpRequest.newBuilder(URI.create(node.url() + path)).build());
        assertThat(fetched.headers().firstValue("Content-Type")).contains("application/jose");
        assertThat(link.decrypted(fetched.body())).isEqualTo("{\"type\":\"document\"}");
        assertThat(node.send(HttpRequest.newBuilder(URI.create(node.url() + path)).build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_passcode_is_asked_for_and_wrong_ones_are_counted() throws Exception {
        var page = made(Map.of("label", "x", "life", "HOUR", "passcode", "open sesame"));
        var link = link(page);
        assertThat(link.payload().path("flag").asText()).isEqualTo("P");
        var refused = manifest(link, "{\"recipient\":\"me\",\"passcode\":\"guess\"}");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"remainingAttempts\":4}");
        assertThat(manifest(link, "{\"recipient\":\"me\",\"passcode\":\"open sesame\"}").statusCode())
                .isEqualTo(200);
        assertThat(ada.get(page).body()).contains("with a passcode, 4 tries left").doesNotContain("open sesame");
    }

    @Test
    void who_ends_a_link_closes_it() throws Exception {
        var page = made(Map.of("label", "x", "life", "WEEK"));
        var link = link(page);
        assertThat(ada.submit(page, page + "/stop", Map.of()).statusCode()).isEqualTo(303);
        assertThat(manifest(link, "{\"recipient\":\"me\"}").statusCode()).isEqualTo(404);
        assertThat(ada.get(page).body()).contains("You ended this link.").doesNotContain("shlink:/");
    }

    @Test
    void a_link_runs_out() throws Exception {
        var link = link(made(Map.of("label", "x", "life", "HOUR")));
        node.clock.advance(Duration.ofHours(1));
        assertThat(manifest(link, "{\"recipient\":\"me\"}").statusCode()).isEqualTo(404);
    }

    @Test
    void who_does_not_say_who_he_is_gets_nothing() throws Exception {
        var link = link(made(Map.of("label", "x", "life", "HOUR")));
        for (var body : new String[] {"", "{}", "{\"recipient\":\" \"}", "no json"}) {
            assertThat(manifest(link, body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void a_page_of_another_site_may_ask_first() throws Exception {
        var asked = node.send(HttpRequest.newBuilder(URI.create(node.url() + "/links/x"))
                .header("Origin", "https://viewer.example.org")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers")).contains("Content-Type");
    }

    @Test
    void what_is_missing_is_said_and_no_link_is_made() throws Exception {
        assertThat(ada.submit("/me/links", "/me/links", Map.of("life", "DAY")).body())
                .contains("Write for whom or what the link is.");
        assertThat(ada.submit("/me/links", "/me/links", Map.of("label", "x")).body())
                .contains("Choose how long the link shall last.");
        assertThat(ada.submit("/me/links", "/me/links", Map.of("label", "x", "life", "DAY", "passcode", "123"))
                        .body())
                .contains("A passcode has at least four characters.");
        assertThat(ada.get("/me/links").body()).contains("No link is open.");
    }

    private static JsonNode file(HttpResponse<String> manifest) throws Exception {
        return JSON.readTree(manifest.body()).path("files").path(0);
    }

    /** What another library's camera sees in the drawing. */
    private static String scanned(String page) throws Exception {
        var side = SIDE.matcher(page);
        assertThat(side.find()).isTrue();
        var width = Integer.parseInt(side.group(1)) * SCALE;
        var pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        MODULE.matcher(page).results().forEach(module -> {
            var left = Integer.parseInt(module.group(1)) * SCALE;
            var top = Integer.parseInt(module.group(2)) * SCALE;
            for (var y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * width + left, y * width + left + SCALE, 0);
            }
        });
        var picture = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, width, pixels)));
        try {
            return new QRCodeReader()
                    .decode(picture, Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("no camera reads this", e);
        }
    }
}

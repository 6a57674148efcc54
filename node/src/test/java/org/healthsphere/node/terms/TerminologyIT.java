package org.healthsphere.node.terms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes come to mean the same: what one lacks it fetches by its digest, and what they agree on is on the ledger. */
class TerminologyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CODES = "https://example.org/codes";
    private static final String LOCK = "/api/v1/terminology/lock";
    private static final String EPOCHS = "/api/v1/terminology/epochs";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static void load(Hospital at, String version, String... codes) throws IOException {
        var file = Files.writeString(
                at.config().data().resolve("codes.csv"), """
                # url: %s
                # version: %s
                # licence: CC0-1.0
                code,display
                %s
                """.formatted(CODES, version, String.join("\n", codes)));
        var loaded = LoadedTerminology.in(new NodeFolder(at.config().data()).part("terminology"));
        var _ = loaded.load(file, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
    }

    private static HttpResponse<String> ask(Hospital at, String method, String path, String body) throws Exception {
        return at.send(at.token("steward", Role.STEWARD), method, path, body);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static JsonNode lock(Hospital at) throws Exception {
        return json(ask(at, "GET", LOCK, ""));
    }

    /** Waits until what was loaded or fetched is answered from. */
    private static void awaitVersion(Hospital at, String version) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!lock(at).path("lock").toString().contains("\"url\":\"" + CODES + "\",\"version\":\"" + version)) {
            assertThat(System.nanoTime())
                    .as("version %s is there in time", version)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static String expansion(Hospital at, String lock) throws Exception {
        var answer = ask(
                at,
                "POST",
                "/api/v1/terminology/replays",
                "{\"lock\":\"%s\",\"valueSet\":\"%s/vs\"}".formatted(lock, CODES));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("expansionDigest").asText();
    }

    @Test
    void a_node_fetches_what_it_lacks_from_another_and_both_say_on_the_ledger_what_they_mean(@TempDir Path folder)
            throws Exception {
        try (var network = new TwoHospitals(folder)) {
            load(network.north, "1", "a,First");
            awaitVersion(network.north, "1");
            var first = json(ask(network.north, "POST", EPOCHS, "{\"epoch\":1}"));
            var name = first.path("lock").asText();
            var word = "{\"epoch\":1,\"lock\":\"%s\"}".formatted(name);
            var missing = lock(network.south)
                    .path("members")
                    .path("north")
                    .path("onlyThere")
                    .path(0)
                    .path("sha256")
                    .asText();

            var refused = ask(network.south, "POST", EPOCHS, word);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(412);
            assertThat(refused.body()).contains(CODES + "|1 as " + missing + ", which is not here");

            var fetched =
                    ask(network.south, "POST", "/api/v1/terminology/files", "{\"sha256\":\"%s\"}".formatted(missing));
            assertThat(fetched.statusCode()).as(fetched.body()).isEqualTo(200);
            assertThat(json(fetched).path("from").asText()).isEqualTo("north");
            awaitVersion(network.south, "1");
            assertThat(lock(network.south).path("members").path("north"))
                    .isEqualTo(JSON.readTree("{\"onlyHere\":[],\"onlyThere\":[]}"));
            var said = ask(network.south, "POST", EPOCHS, word);
            assertThat(said.statusCode()).as(said.body()).isEqualTo(201);

            laterVersionsChangeNothingOfIt(network, name);
        }
    }

    private static void laterVersionsChangeNothingOfIt(TwoHospitals network, String name) throws Exception {
        var then = expansion(network.south, name);
        load(network.north, "2", "a,First", "b,Second");
        awaitVersion(network.north, "2");
        var _ = ask(network.north, "POST", EPOCHS, "{\"epoch\":2}");
        assertThat(ask(network.north, "POST", EPOCHS, "{\"epoch\":1}").statusCode())
                .isEqualTo(409);
        assertThat(expansion(network.north, name)).isEqualTo(then);
        var epochs = json(ask(network.south, "GET", EPOCHS, "")).path("epochs");
        assertThat(epochs).hasSize(2);
        assertThat(epochs.path(0).path("lock").asText()).isEqualTo(name);
        assertThat(((ObjectNode) epochs.path(0).path("members")).size()).isEqualTo(2);
        assertThat(epochs.path(1).has("lock"))
                .as("one of two is not more than half")
                .isFalse();
    }
}

package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.healthsphere.compose.network.Clerk;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.healthsphere.compose.network.ThreeProcesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One hospital of three processes, of which one after the other dies or is cut off while people write, read and search. */
class ThreeProcessesIT {
    private static final Logger LOG = LoggerFactory.getLogger(ThreeProcessesIT.class);
    private static final int CLERKS = 4;
    private static final int SOME = 60;

    @TempDir
    private Path folder;

    @Test
    void whichever_process_dies_or_is_cut_off_what_was_acknowledged_stays_and_no_answer_is_wrong() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var network = TestNetwork.found(folder);
                var hospital = new ThreeProcesses(network, "north")) {
            hospital.admit();
            hospital.start(1, 2, 3);
            var clerks = IntStream.range(0, CLERKS)
                    .mapToObj(i -> new Clerk(hospital, "clerk" + i, i))
                    .toList();
            var working = working(clerks, threads);
            awaitMore(clerks, "all three run");

            var follower = hospital.awaitHead(1, 2, 3) % ThreeProcesses.PROCESSES + 1;
            hospital.kill(follower);
            awaitMore(clerks, "a copy was killed");
            hospital.start(follower);
            awaitMore(clerks, "it is back");

            var head = hospital.awaitHead(1, 2, 3);
            hospital.kill(head);
            awaitMore(clerks, "the leading process was killed");
            hospital.start(head);

            var cut = hospital.awaitHead(1, 2, 3);
            hospital.cutOff(cut);
            assertThatItRefuses(hospital, cut);
            awaitMore(clerks, "the leading process was cut off");
            hospital.mend(cut);

            clerks.forEach(Clerk::stop);
            working.join();
            IntStream.rangeClosed(1, ThreeProcesses.PROCESSES)
                    .forEach(process -> assertAllIsThere(hospital, process, clerks));
            assertThat(clerks.stream().mapToInt(Clerk::compared).sum()).isGreaterThan(1_000);
            assertThatPagesOfDifferentProcessesAreOfOneSearch(hospital);
            IntStream.rangeClosed(1, ThreeProcesses.PROCESSES)
                    .forEach(process -> assertThatWhoLeadsJudgesTokensOfApps(hospital, process));
        }
    }

    private static CompletableFuture<Void> working(List<Clerk> clerks, ExecutorService threads) {
        return CompletableFuture.allOf(clerks.stream()
                .map(clerk -> CompletableFuture.runAsync(clerk::work, threads))
                .toArray(CompletableFuture<?>[]::new));
    }

    private static int acknowledged(List<Clerk> clerks) {
        return clerks.stream().mapToInt(Clerk::acknowledged).sum();
    }

    private static void awaitMore(List<Clerk> clerks, String when) {
        var begun = System.nanoTime();
        var enough = acknowledged(clerks) + SOME;
        Patience.until(SOME + " more are acknowledged when " + when, () -> acknowledged(clerks) >= enough);
        LOG.info("{}: {} more after {} ms", when, SOME, (System.nanoTime() - begun) / 1_000_000);
        assertNothingIsWrong(clerks);
    }

    private static void assertNothingIsWrong(List<Clerk> clerks) {
        assertThat(clerks.stream().flatMap(clerk -> clerk.wrong().stream())).isEmpty();
    }

    /** In the minority it neither writes nor answers, as soon as it cannot know any more that it is not. */
    private static void assertThatItRefuses(ThreeProcesses hospital, int process) {
        var patient = "{\"resourceType\":\"Patient\",\"active\":false}";
        var refused = hospital.post(process, "/fhir/Patient", patient);
        assertThat(refused.status()).isEqualTo(503);
        Patience.until(
                "a refusal to read",
                () -> hospital.get(process, "/fhir/Patient?active=false").status() == 503);
        assertThat(hospital.health(process).path("status").asText()).isNotEqualTo("up");
    }

    private static void assertAllIsThere(ThreeProcesses hospital, int process, List<Clerk> clerks) {
        Patience.until(
                "process " + process + " in good health",
                () -> hospital.health(process).path("status").asText().equals("up"));
        clerks.forEach(clerk -> clerk.checkAll(process));
        assertNothingIsWrong(clerks);
    }

    /** Nobody else knows them: its words say who has answered. */
    private static void assertThatWhoLeadsJudgesTokensOfApps(ThreeProcesses hospital, int process) {
        var refused = hospital.client(process).get("/fhir/Patient", "Zm9yLW5vYm9keQ");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().at("/issue/0/diagnostics").asText()).contains("has run out or was ended");
    }

    /** Each page comes from another process than the one before. */
    private static void assertThatPagesOfDifferentProcessesAreOfOneSearch(ThreeProcesses hospital) {
        List<String> found = new ArrayList<>();
        var path = "/fhir/Patient?_sort=birthdate&_count=40";
        var total = 0;
        for (var process = 1; !path.isEmpty(); process = process % ThreeProcesses.PROCESSES + 1) {
            var page = hospital.get(process, path).orFail("a page").json();
            total = page.path("total").asInt();
            page.path("entry")
                    .forEach(entry -> found.add(entry.at("/resource/id").asText()));
            path = "";
            for (var link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    var next = URI.create(link.path("url").asText());
                    path = next.getRawPath() + "?" + next.getRawQuery();
                }
            }
        }
        assertThat(found).doesNotHaveDuplicates().hasSize(total);
    }
}

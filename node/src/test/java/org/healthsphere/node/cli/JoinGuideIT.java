package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.healthsphere.node.network.NetworkAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer types what docs/joining.md says, line by line, at a network that runs. */
class JoinGuideIT {
    private static final Path GUIDE = Path.of("..", "docs", "joining.md");
    private static final Pattern BLOCK = Pattern.compile("## Try it beside the demo.*?```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SET = Pattern.compile("([a-z]+)=([^$(]+)");
    private static final Pattern TAKEN = Pattern.compile("([a-z]+)=\\$\\(hie ([^|]+?)(?: \\| grep -oE '([^']+)')?\\)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final Map<String, String> known = new HashMap<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private ThreeMembers network;
    private Thread desk;
    private Ended last = new Ended(0, "", "");

    @BeforeEach
    void a_network_that_runs(@TempDir Path folder) throws Exception {
        network = new ThreeMembers(folder, NetworkAuthority.LEAF_LIFE);
        for (var name : new String[] {"northfield", "lakeside"}) {
            network.found(name);
        }
        desk = Thread.ofVirtual().start(() -> {
            while (!isOver.get()) {
                network.registrar.keepUp();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        isOver.set(true);
        desk.join();
        network.close();
    }

    @Test
    void what_the_guide_says_makes_a_hospital_a_member_and_tells_the_time(TestReporter reporter) throws Exception {
        for (var line : lines()) {
            typed(line);
        }
        assertThat(last.out()).contains("Members: lakeside, northfield, west\n");
        var again = Ended.of("join", "--home", home(), "--json");
        assertThat(again.code()).as(again.err()).isZero();
        var told = new ObjectMapper()
                .readTree(again.out().lines().reduce((_, line) -> line).orElseThrow());
        assertThat(told.path("member").asBoolean()).isTrue();
        assertThat(told.path("steps").findValuesAsText("step"))
                .startsWith("keys", "application", "delivered")
                .endsWith("certified", "settled", "examined");
        assertThat(told.path("doctor").path("findings").findValuesAsText("about"))
                .contains("membership", "member.lakeside", "member.northfield");
        var sum = told.path("steps").findValues("seconds").stream()
                .mapToLong(one -> Math.round(one.asDouble() * 1_000))
                .sum();
        assertThat(Math.round(told.path("seconds").asDouble() * 1_000))
                .as("all is the sum of the steps, but for what is rounded")
                .isBetween(sum, sum + 10);
        assertThat(told.path("seconds").asDouble()).as("minutes").isLessThan(15 * 60.0);
        reporter.publishEntry("joined in seconds", told.path("seconds").asText());
    }

    private static List<String> lines() throws IOException {
        var block = BLOCK.matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("the guide has its lines").isTrue();
        return block.group(1).lines().toList();
    }

    private Path home() {
        return network.folder.resolve("west");
    }

    /** As a shell does it, with the folders and ports of this network in place of the demo's. */
    private void typed(String line) {
        var set = SET.matcher(line);
        var taken = TAKEN.matcher(line);
        if (set.matches()) {
            known.put(
                    set.group(1),
                    switch (set.group(1)) {
                        case "demo" -> network.folder.toString();
                        case "home" -> home().toString();
                        default -> set.group(2);
                    });
        } else if (taken.matches()) {
            known.put(taken.group(1), taken(taken.group(2), Optional.ofNullable(taken.group(3))));
        } else if (line.endsWith(" &")) {
            assertThat(words(line))
                    .startsWith("start", "--config", network.settings("west").toString());
            var _ = network.start("west");
        } else {
            last = Ended.of(words(line.substring("hie ".length())).toArray());
            assertThat(last.code())
                    .as(line + "\n" + last.out() + last.err())
                    .isEqualTo(line.endsWith("--wait 0") ? 3 : fit(line));
        }
    }

    /** This machine may have little memory or a slow disk: the doctor says so, and it is not what is tested here. */
    private int fit(String line) {
        return line.startsWith("hie doctor") ? last.code() : 0;
    }

    /** What a command says, or what of it is looked for: a node learns a moment later what another has written on the ledger. */
    private String taken(String command, Optional<String> looked) {
        var found = new String[1];
        ThreeMembers.await(command, () -> {
            var said = Ended.of(words(command).toArray());
            assertThat(said.code()).as(command + "\n" + said.err()).isZero();
            var matcher = Pattern.compile(looked.orElse(".+")).matcher(said.out());
            var isThere = matcher.find();
            found[0] = isThere ? matcher.group() : "";
            return isThere;
        });
        return found[0];
    }

    private List<String> words(String line) {
        var text = line.startsWith("hie ") ? line.substring("hie ".length()) : line;
        for (var name : known.keySet()) {
            text = text.replace("$" + name, known.get(name));
        }
        for (var port : new String[] {"9443", "9444"}) {
            text = text.replaceAll(" " + port + " ", " " + ThreeMembers.freePort() + " ");
        }
        return WORD.matcher(text)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}

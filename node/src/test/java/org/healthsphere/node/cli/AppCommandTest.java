package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator keeps the apps of a node. */
class AppCommandTest {
    private static final Pattern CLIENT = Pattern.compile("client_id      (app-[0-9a-f]{32})\n");

    @TempDir
    private Path folder;

    private Path config = Path.of("none");

    @BeforeEach
    void there_is_a_node() throws IOException {
        config = folder.resolve("node.conf");
        Files.writeString(config, """
                node.id = north
                node.organization = North
                data = data
                secrets = secret
                ledger.address = localhost:7051
                """);
    }

    private Ended app(String verb, String... more) {
        List<Object> words = new ArrayList<>(List.of("app", verb, "--config", config));
        words.addAll(List.of(more));
        return Ended.of(words.toArray());
    }

    private Ended register(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--name",
                "Growth Chart",
                "--redirect",
                "https://app.example.org/back",
                "--scope",
                "launch/patient patient/*.rs"));
        words.addAll(List.of(more));
        return app("register", words.toArray(String[]::new));
    }

    @Test
    void an_app_is_registered_and_told_its_client_id() {
        var ended = register("--public", "--launch", "https://app.example.org/start");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        var id = CLIENT.matcher(ended.out());
        assertThat(id.matches()).as(ended.out()).isTrue();
        assertThat(app("list").out()).isEqualTo("%-36s %-12s %s%n".formatted(id.group(1), "public", "Growth Chart"));
        assertThat(app("remove", "--id", id.group(1))).isEqualTo(new Ended(0, "Growth Chart is out.\n", ""));
        assertThat(app("list").out()).isBlank();
    }

    @Test
    void a_secret_is_told_once_and_kept_nowhere() throws IOException {
        var told = register("--secret").out();
        assertThat(told).containsPattern("client_secret  [A-Za-z0-9_-]{43}\n");
        var secret = told.strip().replaceFirst("(?s).*client_secret  ", "");
        assertThat(app("list").out()).contains("secret").doesNotContain(secret);
        assertThat(Files.readString(folder.resolve("data").resolve("apps.json")))
                .doesNotContain(secret);
    }

    @Test
    void an_app_that_signs_brings_its_keys_or_says_where_they_are() throws IOException {
        var keys = Files.writeString(folder.resolve("keys.json"), "{\"keys\":[]}");
        assertThat(register("--jwks", keys.toString()).code()).isZero();
        assertThat(register("--jwks-uri", "https://app.example.org/jwks").code())
                .isZero();
        assertThat(app("list").out()).contains(" keys ").contains("keys by URL");
    }

    @Test
    void how_it_proves_itself_is_said_exactly_once() {
        assertThat(register().code()).isEqualTo(2);
        assertThat(register("--public", "--secret").code()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_an_app_is_refused_with_all_that_is_wrong() {
        var ended = app(
                "register",
                "--public",
                "--name",
                "<script>",
                "--redirect",
                "http://app.example.org/back",
                "--launch",
                "ftp://app.example.org",
                "--scope",
                "patient/*.rs everything");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactly("name", "redirect", "launch", "scope");
    }

    @Test
    void an_app_that_is_not_there_cannot_be_removed() {
        assertThat(app("remove", "--id", "app-0").code()).isEqualTo(1);
    }
}

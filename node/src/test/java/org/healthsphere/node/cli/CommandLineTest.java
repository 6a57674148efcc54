package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line in this process: what it prints, and with which code it ends. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private static Ended run(Object... arguments) {
        return Ended.of(arguments);
    }

    static Stream<CommandSpec> commands() {
        return everyCommand(Hie.commandLine());
    }

    private static Stream<CommandSpec> everyCommand(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(CommandLineTest::everyCommand));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself_and_each_of_its_options(CommandSpec command) {
        var words = command.qualifiedName(" ").split(" ");
        var help = run(
                Stream.concat(Arrays.stream(words).skip(1), Stream.of("--help")).toArray());
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: " + command.qualifiedName(" "));
        assertThat(command.usageMessage().description())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).isNotBlank());
        assertThat(command.options()).allSatisfy(option -> {
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
            assertThat(help.out()).contains(option.longestName());
        });
        assertThat(command.positionalParameters()).allSatisfy(parameter -> {
            assertThat(parameter.description()).as(parameter.paramLabel()).isNotEmpty();
            assertThat(help.out()).contains(parameter.paramLabel());
        });
    }

    @Test
    void a_version() {
        assertThat(run("--version")).isEqualTo(new Ended(0, "HealthSphere 0.1.0\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "--nonsense",
                "start",
                "start --dev",
                "start --dev --data x --config y",
                "start --dev --data x --port many",
                "audit verify",
                "receipt verify",
                "receipt verify x --signatures many",
                "release verify x",
                "ledger verify x",
                "index rebuild",
                "user add --login x",
                "user list",
                "demo --once"
            })
    void wrong_usage_ends_with_two_and_says_what_is_wrong(String arguments) {
        var ended = run((Object[]) arguments.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).isNotBlank();
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit verify %s",
                "receipt verify %s",
                "receipt verify %s --certificate %s",
                "receipt verify %s --certificates %s",
                "ledger verify %s --authority %s",
                "release verify %s --certificates %s",
                "start --config %s",
                "config --config %s",
                "index rebuild --config %s",
                "user list --config %s"
            })
    void a_file_that_is_not_there_is_named_in_a_sentence(String arguments) {
        var missing = folder.resolve("missing");
        var ended = run((Object[]) arguments.replace("%s", missing.toString()).split(" "));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(missing.toString()).doesNotContain("Exception");
        assertThat(ended.err().strip()).isNotEqualTo("hie: " + missing);
    }

    @Test
    void all_settings_are_listed() {
        var ended = run("config");
        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines().filter(line -> line.startsWith("| `"))).hasSize(Setting.values().length);
    }

    @Test
    void a_file_of_settings_is_printed_or_all_that_is_wrong_with_it() throws IOException {
        var good = run("config", "--config", config());
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("Hospital north");
        var wrong = Files.writeString(folder.resolve("wrong.conf"), "colour = blue\nhttp.port = 70000\n");
        for (var command : List.of("config", "start")) {
            var bad = run(command, "--config", wrong);
            assertThat(bad.code()).isEqualTo(1);
            assertThat(bad.err()).contains("colour", "http.port", "node.id");
            assertThat(bad.err().lines().count()).isGreaterThan(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger up --mode fabric --hospitals north --data %s",
                "ledger up --mode fabric-raft --hospitals north --data %s",
                "ledger down --data %s",
                "ledger export --hospital north --data %s blocks",
                "ledger add-hospital --hospital west --data %s",
                "demo --ledger fabric --once --patients %s"
            })
    void without_what_a_fabric_network_is_made_of_it_says_so(String arguments) {
        var before = System.setProperty("hie.home", folder.toString());
        try {
            var ended = run((Object[]) arguments.formatted(folder).split(" "));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            var isNamed = !System.getenv().getOrDefault("FABRIC_BIN", "").isBlank();
            assertThat(ended.err().strip())
                    .contains(isNamed ? "no consent contract to run" : "no Fabric programs: put");
        } finally {
            restore("hie.home", before);
        }
    }

    private static void restore(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger up --mode paper --data x", "demo --ledger paper --patients x"})
    void a_ledger_that_nobody_knows_is_wrong_usage(String arguments) {
        assertThat(run((Object[]) arguments.split(" ")).code()).isEqualTo(2);
    }

    @Test
    void accounts_are_opened_and_listed() throws IOException {
        var config = config();
        assertThat(run("user", "list", "--config", config)).isEqualTo(new Ended(0, "\n", ""));
        var added = typing("three plain words", () -> add(config, "o.sample", "operator"));
        assertThat(added).isEqualTo(new Ended(0, "o.sample can sign in.\n", ""));
        var patient = typing(
                "three plain words",
                () -> run(
                        "user",
                        "add",
                        "--config",
                        config,
                        "--login",
                        "p.sample",
                        "--name",
                        "P. Sample",
                        "--role",
                        "PATIENT",
                        "--patient",
                        "p1"));
        assertThat(patient.code()).isZero();
        assertThat(run("user", "list", "--config", config).out())
                .isEqualTo("%-20s %-10s %s\n%-20s %-10s %s\n"
                        .formatted("o.sample", "operator", "O. Sample", "p.sample", "patient", "P. Sample"));
    }

    @Test
    void accounts_that_cannot_be_are_refused_in_words() throws IOException {
        var config = config();
        assertThat(typing("three plain words", () -> add(config, "s", "system")))
                .isEqualTo(
                        new Ended(1, "", "--role is patient, clinician, researcher, steward, operator or auditor\n"));
        assertThat(typing("short", () -> add(config, "o.sample", "operator")).err())
                .isEqualTo("a password has 12 to 128 characters\n");
        assertThat(typing("", () -> add(config, "o.sample", "operator")).code()).isEqualTo(1);
        assertThat(typing("three plain words", () -> add(config, "p.sample", "patient"))
                        .err())
                .contains("a record of their own");
        assertThat(typing("three plain words", () -> add(config, "o.sample", "operator"))
                        .code())
                .isZero();
        assertThat(typing("three plain words", () -> add(config, "O.SAMPLE", "auditor")))
                .isEqualTo(new Ended(1, "", "this login name is taken\n"));
    }

    private static Ended add(Path config, String login, String role) {
        return run("user", "add", "--config", config, "--login", login, "--name", "O. Sample", "--role", role);
    }

    /** A command with this at its standard input. */
    private static Ended typing(String line, Supplier<Ended> command) {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return command.get();
        } finally {
            System.setIn(before);
        }
    }

    private Path config() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("secret"), "nothing");
        return Files.writeString(folder.resolve("node.conf"), """
                node.id = north
                node.organization = Hospital north
                data = data
                secrets = secret
                ledger.address = localhost:7051
                """);
    }
}

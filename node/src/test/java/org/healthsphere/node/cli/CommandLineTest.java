package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Hidden;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.config.Setting;
import org.healthsphere.node.release.Identities;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line in this process: what it prints, and with which code it ends. */
class CommandLineTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");

    @TempDir
    private Path folder;

    /** What came of a command. */
    private record Ended(int code, String out, String err) {}

    private static Ended run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Hie.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
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
                .isEqualTo("a password has 12 to 256 characters\n");
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

    @Test
    void an_audit_log_holds_or_does_not() throws IOException {
        var file = folder.resolve("audit.log");
        var operator = new Requester(new NodeId("north"), "operator", Role.OPERATOR);
        String head;
        try (var log = FileAuditLog.open(file, new NodeId("north"), () -> NOW).orElseThrow()) {
            for (var i = 0; i < 3; i++) {
                var _ = log.append(AuditEvent.of(AuditCode.NODE_STARTED, operator, PurposeOfUse.HOPERAT, "r" + i))
                        .orElseThrow();
            }
            head = log.head().sequence() + ":" + log.head().hash().hex();
        }
        assertThat(run("audit", "verify", file).out()).startsWith("The audit log holds: 3 entries, head ");
        assertThat(run("audit", "verify", file, "--anchor", head).code()).isZero();
        var other = "2:" + Sha256.of("another").hex();
        assertThat(run("audit", "verify", file, "--anchor", other).code()).isEqualTo(1);
        for (var odd : List.of(
                "17",
                "x:y",
                "3:abc",
                ":",
                "99999999999999999999:" + Sha256.of("x").hex())) {
            var ended = run("audit", "verify", file, "--anchor", odd);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("--anchor is COUNT:HASH");
        }
        Files.writeString(file, Files.readString(file).replace("r1", "r9"));
        assertThat(run("audit", "verify", file).code()).isEqualTo(1);
    }

    @Test
    void a_receipt_holds_or_does_not() throws Exception {
        var certificate = pem(Identities.of("north"));
        var receipt = receipt().utf8();
        var file = Files.writeString(folder.resolve("receipt.jws"), receipt + "\n");
        assertThat(run("receipt", "verify", file, "--certificate", certificate))
                .isEqualTo(new Ended(
                        0,
                        "The receipt holds. north released data to a clinician of south, by your directive consent-1,"
                                + " purpose TREAT, on 2026-03-03T10:15:00Z\n",
                        ""));
        Files.writeString(file, receipt.substring(0, receipt.length() - 4) + "AAAA");
        assertThat(run("receipt", "verify", file, "--certificate", certificate))
                .isEqualTo(new Ended(1, "", "not a receipt signed with this key\n"));
        assertThat(run("receipt", "verify", file, "--certificate", file).err())
                .isEqualTo("hie: " + file + " is not a certificate in PEM\n");
    }

    @Test
    void the_proof_of_a_log_holds_or_does_not() throws Exception {
        var log = new ReceiptLog("healthsphere", Identities.of("north").id());
        var receipt = receipt();
        log.add(ReceiptLog.hash(Bytes.utf8("another")));
        log.add(ReceiptLog.hash(receipt));
        var checkpoint = log.checkpoint(new LedgerHead(4, Sha256.of("block"), NOW), NOW);
        var proof = log.proof(receipt, signed(checkpoint)).orElseThrow();
        var file =
                Files.writeString(folder.resolve("proof.json"), proof.encoded().utf8() + "\n");
        certificates("north", "south");
        var holds =
                "The proof holds. The log healthsphere/north/receipts has it at place 1 of 2, signed for by north, south on"
                        + " 2026-03-03T10:15:00Z. north released data to a clinician of south, by your directive consent-1,"
                        + " purpose TREAT, on 2026-03-03T10:15:00Z\n";
        assertThat(run("receipt", "verify", file, "--certificates", folder)).isEqualTo(new Ended(0, holds, ""));
        assertThat(run("receipt", "verify", file, "--certificates", folder, "--signatures", "3"))
                .isEqualTo(new Ended(1, "", "signed by 2 members, not by 3\n"));
        assertThat(run("receipt", "verify", file, "--certificates", folder, "--signatures", "0")
                        .code())
                .isEqualTo(1);
        assertThat(run("receipt", "verify", file, "--certificate", pem(Identities.of("north"))))
                .matches(ended -> ended.code() == 2 && ended.err().contains("a proof of a log needs --certificates"));
        Files.delete(folder.resolve("south.pem"));
        assertThat(run("receipt", "verify", file, "--certificates", folder).code())
                .as("a signature of whom nobody knows")
                .isEqualTo(1);
        Files.writeString(file, proof.encoded().utf8().replace("\"index\":1", "\"index\":0"));
        certificates("south");
        assertThat(run("receipt", "verify", file, "--certificates", folder).code())
                .isEqualTo(1);
        Files.writeString(file, "{}");
        assertThat(run("receipt", "verify", file, "--certificates", folder))
                .isEqualTo(new Ended(1, "", "not a proof of a log\n"));
    }

    @Test
    void a_leaf_that_is_not_what_its_log_holds_does_not_hold() throws Exception {
        var log = new ReceiptLog("healthsphere", Identities.of("north").id());
        var odd = Bytes.utf8("signed by nobody");
        log.add(ReceiptLog.hash(odd));
        var checkpoint = log.checkpoint(new LedgerHead(4, Sha256.of("block"), NOW), NOW);
        var file = Files.writeString(
                folder.resolve("proof.json"),
                log.proof(odd, signed(checkpoint)).orElseThrow().encoded().utf8());
        certificates("north", "south");
        assertThat(run("receipt", "verify", file, "--certificates", folder))
                .isEqualTo(new Ended(1, "", "not a receipt signed with this key\n"));
    }

    private static SignedCheckpoint signed(Checkpoint checkpoint) {
        var north = Identities.of("north");
        var south = Identities.of("south");
        return SignedCheckpoint.by(north.id(), checkpoint, north)
                .with(SignedCheckpoint.by(south.id(), checkpoint, south))
                .orElseThrow();
    }

    private void certificates(String... members) throws Exception {
        for (var member : members) {
            Files.copy(
                    pem(Identities.of(member)), folder.resolve(member + ".pem"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Bytes receipt() {
        var north = Identities.of("north");
        var issue = new Receipt.Issue("id", north.id(), NetworkPolicy.standard().version(), NOW);
        var request = new Receipt.Request(
                new Requester(new NodeId("south"), "doctor-7", Role.CLINICIAN), PurposeOfUse.TREAT, "r1");
        var decision = new Decision.Permitted(Optional.of("consent-1"), 7, Hidden.nothing());
        return Receipts.sign(Receipt.of(issue, request, decision, Sha256.of("")), north);
    }

    @Test
    void what_is_no_certificate_of_a_release_does_not_hold() throws Exception {
        var file = Files.writeString(folder.resolve("release.json"), "{}");
        var ended = run("release", "verify", file, "--certificates", folder);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void an_empty_folder_is_no_ledger() throws Exception {
        var ended = run("ledger", "verify", folder, "--authority", pem(Identities.of("north")));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isNotBlank().doesNotContain("Exception");
    }

    private Path pem(MemberIdentity member) throws Exception {
        var base64 = Base64.getMimeEncoder().encodeToString(member.certificate().getEncoded());
        return Files.writeString(
                folder.resolve("certificate.pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
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

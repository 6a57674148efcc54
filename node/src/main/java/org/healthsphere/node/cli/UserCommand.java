package org.healthsphere.node.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.access.NewUser;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie user}: who may sign in to a node's pages. The node may be running: it reads the accounts anew. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Keeps the accounts of the people who sign in to a node's pages.",
        footer = {
            "",
            "hie user add --config node.conf --login o.sample --name 'O. Sample' --role operator",
            "hie user add --config node.conf --login a.sample --name 'A. Sample' --role patient --patient 17f0…",
            "hie user list --config node.conf"
        })
final class UserCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Opens an account. The password is asked for, or read from the standard input.")
    int add(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config,
            @Option(names = "--login", required = true, paramLabel = "LOGIN", description = "What the person types.")
                    String login,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "How pages address them.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "patient, clinician, researcher, steward, operator or auditor.")
                    String role,
            @Option(
                            names = "--patient",
                            paramLabel = "ID",
                            description = "For a patient: the id of their own Patient resource.")
                    @Nullable
                    String patient,
            @Option(
                            names = "--practitioner",
                            paramLabel = "ID",
                            description = "For staff: the id of their own Practitioner resource, which apps are told.")
                    @Nullable
                    String practitioner)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var password = password();
        var added = role(role)
                .then(known -> users(config)
                        .then(users -> users.add(new NewUser(
                                login,
                                name,
                                known,
                                Optional.ofNullable(patient),
                                Optional.ofNullable(practitioner),
                                password))));
        return Answers.of(added, command.getOut(), command.getErr(), user -> user.login() + " can sign in.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the accounts.")
    int list(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                users(config).map(UserDirectory::users),
                command.getOut(),
                command.getErr(),
                users -> String.join("\n", users.stream().map(UserCommand::line).toList()));
    }

    private static String line(User user) {
        return "%-20s %-10s %s".formatted(user.login(), user.role().name().toLowerCase(Locale.ROOT), user.name());
    }

    private static Outcome<Role> role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role != Role.SYSTEM && role.name().equalsIgnoreCase(word))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(
                        new Fault.Invalid("--role is patient, clinician, researcher, steward, operator or auditor")));
    }

    private static Outcome<UserDirectory> users(Path config) {
        return ConfigFile.read(config, System.getenv())
                .then(settings -> UserDirectory.open(
                        new NodeFolder(settings.data()).users(),
                        new Passwords(new SecureRandom()),
                        new SecureRandom()));
    }

    private static Password password() throws IOException {
        var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            return new Password(new String(terminal.get().readPassword("Password (12 characters or more): ")));
        }
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return new Password(Optional.ofNullable(in.readLine()).orElse(""));
        }
    }
}

package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie patient}: what is done about one patient's data as a whole. */
@Command(
        name = "patient",
        mixinStandardHelpOptions = true,
        description = "Ends what a running node keeps of a patient.")
final class PatientCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description = {
                "Erases a patient for good: the key of the record is destroyed, here and in the copy that keys.copy names.",
                "Nobody can read the record again, from the node or from any backup of it."
            })
    int erase(
            @Parameters(paramLabel = "ID", description = "The id of the Patient resource.") String patient,
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config,
            @Option(
                            names = "--by",
                            required = true,
                            paramLabel = "LOGIN",
                            description = "The steward who ordered it; the audit names them.")
                    String steward,
            @Option(
                            names = "--confirm",
                            required = true,
                            paramLabel = "ID",
                            description = "The same id again: there is no way back.")
                    String confirm) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var erased = ConfigFile.read(config, System.getenv())
                .then(settings -> steward(settings, steward).then(by -> order(settings, by, patient, confirm)));
        return Answers.of(
                erased,
                command.getOut(),
                command.getErr(),
                report ->
                        "Erasure %d: %d resources with their history, %d resources of others masked, %d waiting messages, %d accounts."
                                .formatted(
                                        report.path("erasure").asLong(),
                                        report.path("resources").asInt(),
                                        report.path("masked").asInt(),
                                        report.path("messages").asInt(),
                                        report.path("accounts").asInt()));
    }

    private static Outcome<User> steward(NodeConfig settings, String login) {
        return UserDirectory.open(
                        new NodeFolder(settings.data()).users(), new Passwords(new SecureRandom()), new SecureRandom())
                .then(users -> users.find(login)
                        .filter(user -> user.role() == Role.STEWARD)
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.Forbidden("--by names no steward of this node"))));
    }

    private static Outcome<JsonNode> order(NodeConfig settings, User by, String patient, String confirm) {
        if (!ResourceId.isId(patient)) {
            return Outcome.failed(new Fault.Invalid("ID is no id of a resource"));
        }
        var order = JsonNodeFactory.instance.objectNode().put("confirm", confirm);
        return Vaults.open(settings).then(identity -> {
            try (var node = new OwnNode(settings, identity)) {
                return node.post(by.id(), Role.STEWARD, "/api/v1/patients/" + patient + "/erasure", order);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

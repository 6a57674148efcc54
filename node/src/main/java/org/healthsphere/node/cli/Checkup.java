package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Rehearsal;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.doctor.Examination;
import org.healthsphere.node.doctor.Report;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** One look of the doctor at a node with these settings, whether it runs or not. */
record Checkup(Environment environment) {

    Report of(NodeConfig settings) throws IOException {
        var vault = vault(settings);
        var node = vault instanceof Outcome.Success<MemberIdentity>(var identity)
                ? running(settings, identity)
                : Optional.<Examination.Running>empty();
        var examination = new Examination(settings, environment.clock()).machine(node);
        return switch (vault) {
            case Outcome.Failure<MemberIdentity>(var fault) -> examination.shut(Answers.words(fault));
            case Outcome.Success<MemberIdentity>(var identity) -> {
                try (var network = Rehearsal.open(settings, identity, environment)) {
                    yield examination.network(identity, network, node);
                }
            }
        };
    }

    private static Optional<Examination.Running> running(NodeConfig settings, MemberIdentity identity)
            throws IOException {
        try (var node = new OwnNode(settings, identity)) {
            return node.height().map(height -> new Examination.Running(height, problem(node)));
        }
    }

    private static Optional<String> problem(OwnNode node) {
        return node.health() instanceof Outcome.Success<JsonNode>(var health)
                ? Optional.ofNullable(health.path("problem").textValue())
                : Optional.empty();
    }

    private static Outcome<MemberIdentity> vault(NodeConfig settings) {
        try {
            return Vaults.open(settings);
        } catch (UncheckedIOException e) {
            return Outcome.failed(new Fault.NotFound("the passphrase of the vault: " + Answers.words(e)));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(
                    new Fault.Invalid(Optional.ofNullable(e.getMessage()).orElse("the passphrase is none")));
        }
    }
}

package org.healthsphere.node.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.node.network.FabricHost;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.Publication;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie member}: what the operator of a network does about its members. */
@Command(name = "member", mixinStandardHelpOptions = true, description = "Changes who takes part in a network.")
final class MemberCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Takes all certificates of a member back and suspends it. Every node learns of it from the ledger.")
    int revoke(
            @Parameters(paramLabel = "MEMBER", description = "The member's name in the network.") String member,
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network: the folder of 'hie ledger up'.")
                    Path data,
            @Option(
                            names = "--ledger",
                            paramLabel = "HOST:PORT",
                            defaultValue = "127.0.0.1:7051",
                            description = "The ledger of the network; a Fabric network is found in its folder.")
                    String ledger) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var clock = InstantSource.system();
        return Answers.of(
                NetworkAuthority.find(data.resolve("authority"), clock, new SecureRandom())
                        .then(authority ->
                                expel(authority, founder(authority, data, ledger, clock), new NodeId(member))),
                command.getOut(),
                command.getErr(),
                taken -> "%s is suspended; %d certificates were taken back.".formatted(member, taken));
    }

    private static Outcome<Integer> expel(NetworkAuthority authority, Outcome<ConsentLedger> ledger, NodeId member) {
        return ledger.then(founder -> {
            try (founder) {
                return new Publication(authority, founder).expel(member);
            }
        });
    }

    /** Who may change the members: of a Fabric network its first hospital, whose keys lie in the same folder. */
    private static Outcome<ConsentLedger> founder(
            NetworkAuthority authority, Path data, String ledger, InstantSource clock) {
        return FabricHost.isIn(FabricLedger.folder(data))
                ? FabricLedger.host(data).map(FabricHost::asFounder)
                : Outcome.of(LedgerHost.asFounder(authority, address(ledger), clock));
    }

    private static LedgerConnection.Address address(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--ledger is HOST:PORT");
        }
        return new LedgerConnection.Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}

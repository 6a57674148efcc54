package org.healthsphere.node.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.node.network.FabricHost;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the operator of a network keeps it, and who speaks for it on the ledger. */
final class NetworkPlace {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Where the operator keeps the network: the folder of 'hie ledger up'.")
    private @Nullable Path data;

    @Option(
            names = "--ledger",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7051",
            description = "The ledger of the network; a Fabric network is found in its folder.")
    private String ledger = "";

    private final InstantSource clock = InstantSource.system();

    private Path folder() {
        return Optional.ofNullable(data).orElseThrow();
    }

    Outcome<NetworkAuthority> authority() {
        return NetworkAuthority.find(folder().resolve("authority"), clock, new SecureRandom());
    }

    /** Who may change the members: of a Fabric network its first hospital, whose keys lie in the same folder. */
    <T> Outcome<T> asFounder(Function<ConsentLedger, Outcome<T>> work) {
        return authority().then(this::connected).then(founder -> {
            try (founder) {
                return work.apply(founder);
            }
        });
    }

    private Outcome<ConsentLedger> connected(NetworkAuthority authority) {
        return FabricHost.isIn(FabricLedger.folder(folder()))
                ? FabricLedger.host(folder()).map(FabricHost::asFounder)
                : address().map(address -> LedgerHost.asFounder(authority, address, clock));
    }

    /** By which name the founder is known on the ledger. */
    Outcome<NodeId> founderId() {
        return FabricHost.isIn(FabricLedger.folder(folder()))
                ? FabricLedger.host(folder()).map(host -> host.hospitals().getFirst())
                : Outcome.of(LedgerHost.FOUNDER);
    }

    private Outcome<LedgerConnection.Address> address() {
        try {
            var colon = ledger.lastIndexOf(':');
            return Outcome.of(new LedgerConnection.Address(
                    ledger.substring(0, colon), Integer.parseInt(ledger.substring(colon + 1))));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return Outcome.failed(new Fault.Invalid("--ledger is HOST:PORT"));
        }
    }
}

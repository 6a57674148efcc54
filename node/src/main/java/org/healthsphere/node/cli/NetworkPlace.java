package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    private static final String ADDRESS = "address";
    private static final String OWN = "127.0.0.1";
    private static final String USUAL = OWN + ":7051";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Where the operator keeps the network: the folder of 'hie ledger up'.")
    private @Nullable Path data;

    @Option(
            names = "--ledger",
            paramLabel = "HOST:PORT",
            description = "The ledger of the network, where it is not the one that runs from this folder.")
    private @Nullable String ledger;

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

    /** {@code hie ledger up} tells here where it listens. */
    static void noteAddress(Path data, int port) throws IOException {
        Files.writeString(data.resolve(ADDRESS), OWN + ":" + port);
    }

    private String found() throws IOException {
        var noted = folder().resolve(ADDRESS);
        return Files.exists(noted) ? Files.readString(noted).strip() : USUAL;
    }

    private Outcome<LedgerConnection.Address> address() {
        try {
            var at = ledger == null ? found() : ledger;
            var colon = at.lastIndexOf(':');
            return Outcome.of(
                    new LedgerConnection.Address(at.substring(0, colon), Integer.parseInt(at.substring(colon + 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return Outcome.failed(new Fault.Invalid("--ledger is HOST:PORT"));
        }
    }
}

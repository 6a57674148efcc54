package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.consent.fabric.Ordering;
import org.healthsphere.keys.Pem;
import org.healthsphere.node.network.CertificateWatch;
import org.healthsphere.node.network.FabricHost;
import org.healthsphere.node.network.FabricMachinery;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** {@code hie ledger --mode fabric-bft}: a Fabric network on this machine. */
final class FabricLedger {
    private static final String HERE = "; here one operator runs all of them on one machine";

    /** Which orderers a mode stands for. */
    static final Map<String, Ordering> MODES = Map.of(
            "fabric", Ordering.BFT_4,
            "fabric-bft", Ordering.BFT_4,
            "fabric-raft", Ordering.RAFT_3);

    private final Path data;
    private final PrintWriter out;
    private final PrintWriter err;

    FabricLedger(Path data, PrintWriter out, PrintWriter err) {
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /** Where the network lies in the operator's folder. */
    static Path folder(Path data) {
        return data.resolve("fabric");
    }

    static Outcome<FabricNetwork.Machinery> machinery() {
        return FabricMachinery.find(System.getenv(), Path.of(System.getProperty("hie.home", ".")));
    }

    /** The network of this operator, whether it runs or not. */
    static Outcome<FabricHost> host(Path data) {
        return machinery().then(machinery -> {
            try {
                return FabricHost.isIn(folder(data))
                        ? Outcome.of(FabricHost.open(folder(data), machinery, InstantSource.system()))
                        : Outcome.failed(new Fault.NotFound("a Fabric network in " + folder(data)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int refused(Fault fault) {
        err.println(Answers.words(fault));
        err.flush();
        return 1;
    }

    /** Runs it until it is stopped; founds it where there is none. */
    int up(FabricHost.Wanted wanted, boolean json) throws IOException, InterruptedException {
        return switch (machinery()) {
            case Outcome.Failure<FabricNetwork.Machinery>(var fault) -> refused(fault);
            case Outcome.Success<FabricNetwork.Machinery>(var machinery) -> run(machinery, wanted, json);
        };
    }

    private int run(FabricNetwork.Machinery machinery, FabricHost.Wanted wanted, boolean json)
            throws IOException, InterruptedException {
        var clock = InstantSource.system();
        var authority = NetworkAuthority.open(data.resolve("authority"), clock, new SecureRandom());
        var isNew = !FabricHost.isIn(folder(data));
        if (isNew && wanted.hospitals().isEmpty()) {
            return refused(new Fault.Invalid("a new Fabric network needs --hospitals"));
        }
        var host = isNew
                ? FabricHost.found(authority, folder(data), wanted, machinery, clock)
                : FabricHost.open(folder(data), machinery, clock);
        if (host.mode() != wanted.ordering().mode()) {
            return refused(
                    new Fault.Conflict("another mode than the network in " + folder(data) + " was founded with"));
        }
        try (var ending = Ending.onSignal()) {
            try {
                host.start();
                serve(host, authority, ending, json);
            } finally {
                host.stop();
            }
        }
        return 0;
    }

    private void serve(FabricHost host, NetworkAuthority authority, Ending ending, boolean json)
            throws IOException, InterruptedException {
        try (var founder = host.asFounder()) {
            var publication = new Publication(authority, founder);
            var registrar = new Registrar(authority, founder);
            var _ = publication.publish().orElseThrow();
            out.println(json ? line(host) : words(host));
            out.flush();
            var watch = new CertificateWatch(host, InstantSource.system());
            watch.look();
            ending.await(LedgerCommand.PUBLICATION, () -> {
                publication.keepUp();
                registrar.keepUp();
                watch.look();
            });
        }
    }

    private static String line(FabricHost host) {
        var line = JsonNodeFactory.instance.objectNode();
        var ports = line.putObject("ports");
        host.hospitals()
                .forEach(name -> ports.put(name.value(), host.address(name).port()));
        return line.put("guarantee", host.mode().guarantee() + HERE).toString();
    }

    private static String words(FabricHost host) {
        var words =
                new StringBuilder("ledger: ").append(host.mode().guarantee()).append(HERE);
        host.hospitals().forEach(name -> {
            var address = host.address(name);
            words.append("\n  ")
                    .append(name)
                    .append(" at ")
                    .append(address.host())
                    .append(':')
                    .append(address.port());
        });
        return words.toString();
    }

    /** Ends what runs of it, whoever started it. */
    int down() {
        return Answers.of(host(data).then(this::stopped), out, err, _ -> "stopped");
    }

    private Outcome<Path> stopped(FabricHost host) {
        try {
            host.stop();
            return Outcome.of(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a hospital into the network that runs. */
    int addHospital(NodeId hospital, int port) {
        return Answers.of(
                host(data).then(host -> added(host, hospital, port)),
                out,
                err,
                address -> "%s reads and writes the ledger at %s:%d; the members still have to admit its node"
                        .formatted(hospital, address.host(), address.port()));
    }

    private Outcome<LedgerConnection.Address> added(FabricHost host, NodeId hospital, int port) {
        var authority = NetworkAuthority.open(data.resolve("authority"), InstantSource.system(), new SecureRandom());
        return heard(() -> host.addHospital(authority, hospital, port).map(wider -> wider.address(hospital)));
    }

    /** Ends a hospital's part in the network that runs. */
    int removeHospital(NodeId hospital) {
        return Answers.of(
                host(data).then(host -> heard(() -> host.removeHospital(hospital))),
                out,
                err,
                left -> "%s is no longer heard on the ledger; %s go on. Its folder is kept, with what it wrote"
                        .formatted(hospital, names(left)));
    }

    private static String names(FabricHost host) {
        return host.hospitals().stream().map(NodeId::value).collect(Collectors.joining(", "));
    }

    /** Takes back what the network gave to a program or a node. */
    int revoke(NodeId organization, Path certificate) {
        return Answers.of(
                host(data).then(host -> heard(() -> host.revoke(organization, Certificates.read(certificate)))),
                out,
                err,
                count -> "the identity in %s is no longer heard on the ledger; %s has taken back %d by now"
                        .formatted(certificate, organization, count));
    }

    /** Renews what ends within this time, one program after the other. */
    int renew(Duration within) {
        var clock = InstantSource.system();
        return Answers.of(
                host(data)
                        .then(host -> heard(() -> host.renew(clock.instant().plus(within), this::say)
                                .map(renewed -> renewal(renewed, host, within)))),
                out,
                err,
                said -> said);
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }

    private static String renewal(List<String> renewed, FabricHost host, Duration within) {
        try {
            var until = " Valid until " + host.firstEnd() + ".";
            return renewed.isEmpty()
                    ? "Nothing ends within " + within.toDays() + " days." + until
                    : "Renewed: " + String.join(", ", renewed) + "." + until;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a hospital's node in, or lets it stay for another year. */
    int enrol(NodeId hospital, Path node) {
        return Answers.of(
                host(data).then(host -> heard(() -> host.enrol(hospital, new NodeFolder(node)))),
                out,
                err,
                certificate -> "the node in %s is %s on the ledger until %s"
                        .formatted(node, hospital, certificate.getNotAfter().toInstant()));
    }

    private interface Asked<T> {
        Outcome<T> answer() throws IOException;
    }

    private static <T> Outcome<T> heard(Asked<T> asked) {
        try {
            return asked.answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the blocks that a hospital's peer has, and beside them whom to believe when they are verified. */
    int export(NodeId hospital, Path file) {
        return Answers.of(
                host(data).then(host -> exported(host, hospital, file)),
                out,
                err,
                blocks -> "%d blocks in %s, the certificates of the authorities in %s"
                        .formatted(blocks, file, authorities(file)));
    }

    private static Path authorities(Path file) {
        return file.resolveSibling(file.getFileName() + ".authorities.pem");
    }

    private static Outcome<Long> exported(FabricHost host, NodeId hospital, Path file) {
        if (!host.hospitals().contains(hospital)) {
            return Outcome.failed(new Fault.NotFound("a hospital of this name in the network"));
        }
        try {
            var blocks = host.export(hospital, file);
            var all = new StringBuilder();
            host.authorities().forEach(authority -> all.append(Pem.of(authority)));
            Files.writeString(authorities(file), all.toString());
            return Outcome.of(blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<NodeId> hospitals(String names) {
        return Arrays.stream(names.split(",", -1))
                .filter(name -> !name.isBlank())
                .map(name -> new NodeId(name.strip()))
                .toList();
    }
}

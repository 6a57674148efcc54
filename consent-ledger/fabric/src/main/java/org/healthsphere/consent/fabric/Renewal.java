package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * New keys and certificates for the programs of a network that runs, one orderer and one hospital after the other, so that the others
 * go on meanwhile. An attempt that was broken off is taken up again with the same keys.
 *
 * <p>An orderer is known by its certificates, which stand in the configuration of every channel: they are exchanged there first, and
 * only then the orderer starts with them. A hospital's peer shows its certificate to the contract, and it stands in the
 * package that is installed: the new package is installed and approved before the contract starts again. The authorities stay.
 */
final class Renewal {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(90);
    private static final Duration HEARD = Duration.ofSeconds(5);

    private static final List<String> OF_A_HOSPITAL =
            List.of(Organization.ADMIN, Organization.CLIENT, Organization.PEER, Organization.CONTRACT);

    private final Programs programs;
    private final Processes processes;
    private final FabricNetwork.Tools tools;
    private final Passphrase passphrase;
    private final Consumer<String> progress;

    Renewal(
            Programs programs,
            Processes processes,
            FabricNetwork.Tools tools,
            Passphrase passphrase,
            Consumer<String> progress) {
        this.programs = programs;
        this.processes = processes;
        this.tools = tools;
        this.passphrase = passphrase;
        this.progress = progress;
    }

    /** When the first certificate ends that is in use in this network. */
    static Instant firstEnd(Programs programs) throws IOException {
        var first = Instant.MAX;
        for (var one : all(programs)) {
            var end = one.end();
            first = end.isBefore(first) ? end : first;
        }
        return first;
    }

    private static List<Replacement> all(Programs programs) {
        List<Replacement> all = new ArrayList<>();
        all.add(new Replacement(programs.ordering(), Organization.ADMIN));
        programs.sites().orderers().forEach(site -> all.add(new Replacement(programs.ordering(), site.name())));
        programs.sites().hospitals().forEach(site -> all.addAll(ofHospital(programs, site.name())));
        return List.copyOf(all);
    }

    private static List<Replacement> ofHospital(Programs programs, NodeId name) {
        return OF_A_HOSPITAL.stream()
                .map(who -> new Replacement(programs.hospital(name), who))
                .toList();
    }

    /** Renews whoever has something that ends before this moment; their names. */
    Outcome<List<String>> renew(Instant before) throws IOException {
        var missing = processes.missing(needed());
        if (missing.isPresent()) {
            return Outcome.failed(missing.get());
        }
        List<String> renewed = new ArrayList<>();
        var ordering = Registry.open(programs.ordering(), passphrase, tools.clock(), tools.random());
        if (ordering instanceof Outcome.Failure<Registry>(var fault)) {
            return Outcome.failed(fault);
        }
        // Hospitals first: a peer whose identity was taken back hears nothing of the orderers' until it has a new one.
        for (var site : programs.sites().hospitals()) {
            if (isDue(ofHospital(programs, site.name()), before)) {
                var own = Registry.open(programs.hospital(site.name()), passphrase, tools.clock(), tools.random());
                if (own instanceof Outcome.Failure<Registry>(var fault)) {
                    return Outcome.failed(fault);
                }
                hospital(site, own.orElseThrow());
                renewed.add(site.name().value());
            }
        }
        renewed.addAll(ordering(ordering.orElseThrow(), before));
        return Outcome.of(List.copyOf(renewed));
    }

    /** Who has to run: all whom nobody is renewing. */
    private List<String> needed() {
        List<String> needed = new ArrayList<>();
        for (var site : programs.sites().orderers()) {
            if (!new Replacement(programs.ordering(), site.name()).isThere()) {
                needed.add(site.name());
            }
        }
        for (var site : programs.sites().hospitals()) {
            if (ofHospital(programs, site.name()).stream().noneMatch(Replacement::isThere)) {
                needed.addAll(List.of(Programs.peer(site.name()), Programs.contract(site.name())));
            }
        }
        return needed;
    }

    private static boolean isDue(List<Replacement> all, Instant before) throws IOException {
        for (var one : all) {
            if (one.isDue(before)) {
                return true;
            }
        }
        return false;
    }

    /** The first orderer last: of Byzantine ones it leads as long as nobody complained, and who leads is missed most. */
    private List<String> ordering(Registry registry, Instant before) throws IOException {
        List<String> renewed = new ArrayList<>();
        var administrator = new Replacement(programs.ordering(), Organization.ADMIN);
        if (administrator.isDue(before)) {
            exchange(administrator, registry);
            administrator.done();
            progress.accept("the orderers' administrator has a new certificate");
            renewed.add(programs.ordering().name());
        }
        List<Sites.OrdererSite> due = new ArrayList<>();
        for (var site : programs.sites().orderers().reversed()) {
            if (new Replacement(programs.ordering(), site.name()).isDue(before)) {
                orderer(site, registry);
                due.add(site);
            }
        }
        again(due);
        for (var site : due) {
            new Replacement(programs.ordering(), site.name()).done();
            renewed.add(site.name());
        }
        return renewed;
    }

    /**
     * A Byzantine orderer knows the others, when it has to catch up, as they were at its start: those that were renewed before others
     * start once more.
     */
    private void again(List<Sites.OrdererSite> due) throws IOException {
        if (programs.sites().ordering().isByzantine() && !due.isEmpty()) {
            for (var site : programs.sites().orderers().reversed()) {
                if (!site.equals(due.getLast())) {
                    restart(site);
                    progress.accept(site.name() + ": knows the others by their new certificates");
                }
            }
        }
    }

    private void exchange(Replacement replacement, Registry registry) throws IOException {
        replacement.prepare(registry, programs.sites().host(), false);
        replacement.take();
    }

    /**
     * One orderer alone has nobody to lead while it changes, and takes no change of its own certificate: it keeps its key, by which
     * it is known too. A Byzantine one is stopped before the others know it by its new key: what it signed with the old one
     * afterwards would be a lie to them, and one that lies is as many as they bear.
     */
    private void orderer(Sites.OrdererSite site, Registry registry) throws IOException {
        var replacement = new Replacement(programs.ordering(), site.name());
        var isAlone = programs.sites().orderers().size() == 1;
        replacement.prepare(registry, programs.sites().host(), isAlone);
        if (programs.sites().ordering().isByzantine()) {
            processes.stop(site.name());
        }
        if (!isAlone) {
            for (var channel : programs.channels()) {
                announce(site, replacement, channel);
            }
            progress.accept(site.name() + ": the channel knows its new certificates");
        }
        processes.stop(site.name());
        replacement.take();
        restart(site);
        progress.accept(site.name() + ": runs with them, and is up to date");
        keepUp(site);
    }

    /** Whoever lags behind, and does not believe what the renewed one signed, starts again, before the next one is away. */
    private void keepUp(Sites.OrdererSite renewed) throws IOException {
        for (var other : programs.sites().orderers()) {
            for (var channel : programs.channels()) {
                var target = highest(other, channel);
                if (!other.equals(renewed) && !Waiting.until(() -> height(other, channel) >= target, HEARD)) {
                    restart(other);
                }
            }
        }
    }

    private void restart(Sites.OrdererSite site) throws IOException {
        processes.stop(site.name());
        start(site.name());
        for (var channel : programs.channels()) {
            awaitOrdering(site, channel);
        }
    }

    private void announce(Sites.OrdererSite site, Replacement replacement, String channel) throws IOException {
        var certificates = replacement.certificates();
        new Reconfiguration(programs.folder(), programs.sites().withoutOrderer(site), tools)
                .make(
                        channel,
                        root -> Consenters.with(root, site, certificates),
                        List.of(Administrator.of(programs.ordering())),
                        programs.sites().hospitals());
    }

    private void start(String name) throws IOException {
        var program = programs.named(name);
        processes.start(program);
        processes.awaitListening(program, START);
    }

    private void awaitOrdering(Sites.OrdererSite site, String channel) throws IOException {
        var target = highest(site, channel);
        var admin = OrdererAdmin.of(programs.ordering(), programs.sites().host());
        var caughtUp = Waiting.until(
                () -> admin.standing(site, channel)
                        .filter(standing -> standing.isInOrder() && standing.height() >= target)
                        .isPresent(),
                CAUGHT_UP);
        if (!caughtUp) {
            throw new IOException(site.name() + " does not take part again in " + channel + "; see "
                    + processes.log(site.name()) + ". The others are not renewed");
        }
    }

    private long height(Sites.OrdererSite site, String channel) throws IOException {
        return OrdererAdmin.of(programs.ordering(), programs.sites().host())
                .standing(site, channel)
                .map(OrdererAdmin.Standing::height)
                .orElse(0L);
    }

    /** Of the others. */
    private long highest(Sites.OrdererSite than, String channel) throws IOException {
        var highest = 0L;
        for (var other : programs.sites().orderers()) {
            highest = other.equals(than) ? highest : Math.max(highest, height(other, channel));
        }
        return highest;
    }

    private void hospital(Sites.HospitalSite site, Registry registry) throws IOException {
        var replacements = ofHospital(programs, site.name());
        var known = known(site);
        for (var one : replacements) {
            one.prepare(registry, programs.sites().host(), false);
        }
        // The contract goes on as long as the peer asks for it by its old package: a peer that waits for one makes no
        // blocks.
        processes.stop(Programs.peer(site.name()));
        for (var one : replacements) {
            one.take();
        }
        start(Programs.peer(site.name()));
        progress.accept(site.name() + ": its peer runs with new certificates");
        approve(site);
        processes.stop(Programs.contract(site.name()));
        start(Programs.contract(site.name()));
        awaitAcquaintance(site, known);
        for (var one : replacements) {
            one.done();
        }
        progress.accept(site.name() + ": its contract too, and all peers know each other");
    }

    private void awaitAcquaintance(Sites.HospitalSite renewed, Map<NodeId, Integer> known) throws IOException {
        var most = known.values().stream().max(Comparator.naturalOrder()).orElse(1);
        known.put(renewed.name(), most);
        for (var one : programs.sites().hospitals()) {
            if (known.containsKey(one.name())) {
                try (var peer = peer(one)) {
                    for (var channel : programs.channels()) {
                        Acquaintance.await(peer, channel, known.get(one.name()));
                    }
                }
            }
        }
    }

    /**
     * How many hospitals' peers each of the others knows. One that was taken back finds nobody who starts anew, and one that it met
     * before may still count it: neither is waited for.
     */
    private Map<NodeId, Integer> known(Sites.HospitalSite than) throws IOException {
        List<Sites.HospitalSite> heard = new ArrayList<>();
        for (var one : programs.sites().hospitals()) {
            if (one.equals(than) || !programs.hospital(one.name()).msp(Organization.PEER).isTakenBack()) {
                heard.add(one);
            }
        }
        Map<NodeId, Integer> known = new HashMap<>();
        for (var one : heard) {
            if (!one.equals(than)) {
                var count = heard.size();
                try (var peer = peer(one)) {
                    for (var channel : programs.channels()) {
                        count = Math.min(count, Acquaintance.known(peer, channel));
                    }
                }
                known.put(one.name(), count);
            }
        }
        return known;
    }

    /** The package has the certificates in it, so it is another one; the definition of the contract stays. */
    private void approve(Sites.HospitalSite site) throws IOException {
        var contract = programs.contractPackage(site.name());
        var lifecycle = new Lifecycle(new Proposals(tools.clock(), tools.random()));
        try (var peer = peer(site)) {
            if (!lifecycle.isInstalled(peer, contract)) {
                lifecycle.install(peer, contract);
            }
            for (var channel : programs.channels()) {
                lifecycle.approve(peer, channel, contract.id());
            }
        }
    }

    private PeerLink peer(Sites.HospitalSite site) throws IOException {
        return PeerLink.open(
                programs.hospital(site.name()),
                new Program.Address(programs.sites().host(), site.port()));
    }
}

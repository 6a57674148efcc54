package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.specs.Outcome;

/** One look at everything, before the node starts or while it runs. */
public final class Examination {
    private static final Set<PosixFilePermission> OWN =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final NodeConfig config;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    /** The network, as this member reaches it. */
    public interface Network {
        Outcome<LedgerHead> head();

        /** All members, as the ledger has them. */
        Outcome<List<MemberCard>> members();

        Standing standing();

        /** Asks all others about somebody who does not exist: nothing may come of it. */
        FederatedRecord rehearsed();
    }

    /**
     * The node itself, where it runs.
     *
     * @param height of the ledger that it knows
     * @param problem what it says of itself at {@code /health}, where it is not well
     */
    public record Running(long height, Optional<String> problem) {}

    public Examination(NodeConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Looks at the machine. */
    public Examination machine(Optional<Running> node) throws IOException {
        findings.addAll(Machine.here().findings());
        findings.addAll(Disk.measured(config.data()).findings());
        findings.add(secrets(config.secrets()));
        findings.add(Doors.port("http", config.http(), node.isPresent()));
        findings.add(Doors.port("peers", config.peers(), node.isPresent()));
        return this;
    }

    static Finding secrets(Path file) throws IOException {
        if (!Files.exists(file)) {
            return bad(
                    "secrets",
                    "there is no file " + file,
                    "bring it back from where you keep it: without it the vault stays shut");
        }
        return OWN.containsAll(Files.getPosixFilePermissions(file))
                ? good("secrets", file + " is readable for its owner only")
                : bad("secrets", "others may read " + file, "chmod 600 " + file);
    }

    /** The vault did not open: there is nothing else to look at. */
    public Report shut(String why) {
        findings.add(bad(
                "vault",
                why,
                "finish 'hie join', or bring vault and passphrase back from the backup with 'hie restore'"));
        return new Report(findings);
    }

    /** Looks at papers and network. */
    public Report network(MemberIdentity identity, Network network, Optional<Running> node) {
        findings.add(good("vault", "opens with the passphrase of " + config.secrets()));
        var ledgerAt = config.ledger().address();
        findings.add(Surroundings.name(ledgerAt.host(), InetAddress::getAllByName));
        var asked = clock.instant();
        var head = network.head();
        findings.add(Surroundings.ledger(head, ledgerAt.toString()));
        if (head instanceof Outcome.Success<LedgerHead>(var found)) {
            var took = Duration.between(asked, clock.instant());
            var middle = asked.plus(took.dividedBy(2));
            var ahead = Duration.between(found.vouched(), middle);
            findings.add(
                    Surroundings.clock(ahead, took.dividedBy(2), config.ledger().freshness()));
            findings.add(Surroundings.lag(found.height(), node.map(Running::height)));
        }
        node.ifPresent(running -> findings.add(Surroundings.health(running.problem())));
        var members = network.members();
        var folder = new NodeFolder(config.data());
        findings.addAll(new Papers(
                        config.id(),
                        identity.certificate(),
                        identity.tlsCertificate(),
                        folder.ledgerCertificate(),
                        network.standing())
                .findings(clock.instant()));
        findings.addAll(register(members, network, identity.authority()));
        return new Report(findings);
    }

    /** Whether this member is in the register, and what comes of asking the others that are. */
    List<Finding> register(Outcome<List<MemberCard>> members, Network network, X509Certificate authority) {
        return switch (members) {
            case Outcome.Success<List<MemberCard>>(var cards) -> others(cards, network, authority);
            case Outcome.Failure<List<MemberCard>>(var fault) -> List.of(Surroundings.unread(fault));
        };
    }

    private List<Finding> others(List<MemberCard> cards, Network network, X509Certificate authority) {
        List<Finding> found = new ArrayList<>();
        if (cards.stream().noneMatch(card -> card.member().equals(config.id()))) {
            found.add(bad(
                    "membership",
                    "the register on the ledger does not have " + config.id(),
                    "the members have not admitted it, or have suspended it; 'hie join' tells how far it is"));
            return found;
        }
        cards.stream()
                .filter(card -> card.member().equals(config.id()))
                .forEach(card ->
                        found.add(good("membership", "the register on the ledger has it, at " + card.endpoint())));
        var others = cards.stream()
                .filter(card -> !card.member().equals(config.id()))
                .toList();
        if (others.isEmpty()) {
            found.add(Surroundings.nobodyElse());
            return found;
        }
        found.add(Surroundings.proxy(others.getFirst().endpoint(), ProxySelector.getDefault()));
        hosts(others).forEach(host -> found.add(Surroundings.name(host, InetAddress::getAllByName)));
        var answers = network.rehearsed();
        answers.answers()
                .forEach((member, answer) -> found.add(Surroundings.member(member, answer, answers.time(member))));
        others.stream()
                .filter(card -> answers.answers().get(card.member()) instanceof MemberAnswer.Unreachable)
                .forEach(card -> Interception.at("tls." + card.member(), card.endpoint(), authority)
                        .ifPresent(found::add));
        return found;
    }

    private Stream<String> hosts(List<MemberCard> others) {
        return others.stream()
                .map(MemberCard::endpoint)
                .map(URI::getHost)
                .filter(host -> !host.equals(config.ledger().address().host()))
                .distinct();
    }
}

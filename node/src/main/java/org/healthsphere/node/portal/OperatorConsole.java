package org.healthsphere.node.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.ingest.Coverage;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.node.web.ops.Member;
import org.healthsphere.node.web.ops.Member.Standing;
import org.healthsphere.node.web.ops.MessageCounts;
import org.healthsphere.node.web.ops.NodeHealth;
import org.healthsphere.node.web.ops.OperatorPages;
import org.healthsphere.node.web.ops.Quarantined;
import org.healthsphere.node.web.ops.Replayed;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** How the node is, what came in, who is in the network. */
final class OperatorConsole implements OperatorPages {
    /** A consent view that has heard nothing yet is as old as can be. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final NodeConfig config;
    private final MemberIdentity identity;
    private final Behind behind;
    private final Hospitals hospitals;
    private final InstantSource clock;
    private final Instant up;

    /** What stands behind the console. */
    record Behind(
            ConsentView view, Logs logs, ResourceStore store, ResourceIndex index, Ingest ingest, Contacts contacts) {}

    OperatorConsole(
            NodeConfig config, MemberIdentity identity, Behind behind, Hospitals hospitals, InstantSource clock) {
        this.config = config;
        this.identity = identity;
        this.behind = behind;
        this.hospitals = hospitals;
        this.clock = clock;
        this.up = clock.instant();
    }

    @Override
    public Outcome<NodeHealth> health(Asking by) {
        var ledger = config.ledger();
        var view = behind.view();
        var standing = hospitals.members().standing();
        return Outcome.of(new NodeHealth(
                new NodeHealth.Ledger(
                        ledger.mode(), Math.max(0, view.height()), view.age().orElse(NEVER), ledger.freshness()),
                log(behind.logs()),
                hospitals.members().unread().stream().map(NodeId::value).toList(),
                new NodeHealth.Revocations(standing.end(), standing.warning().isPresent()),
                behind.store().lastChange() - behind.index().appliedChange(),
                disk(config.data()),
                identity.certificate().getNotAfter().toInstant(),
                up));
    }

    private static NodeHealth.Log log(Logs logs) {
        var state = logs.eventsState();
        var signers = state.cosigned().stream()
                .flatMap(signed -> signed.signatures().keySet().stream())
                .map(NodeId::value)
                .sorted()
                .toList();
        var alarms = logs.alarms().standing().stream()
                .map(alarm -> "%s, %s, %s: %s".formatted(alarm.since(), alarm.subject(), alarm.member(), alarm.words()))
                .toList();
        return new NodeHealth.Log(state.size(), signers, state.age(), alarms);
    }

    private static NodeHealth.Disk disk(Path folder) {
        try {
            var store = Files.getFileStore(folder);
            return new NodeHealth.Disk(store.getTotalSpace() - store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome<MessageCounts> messages(Asking by) {
        var report = behind.ingest().report();
        var sources = behind.ingest().coverage().entrySet().stream()
                .map(entry -> covered(entry.getKey(), entry.getValue()))
                .toList();
        return Outcome.of(new MessageCounts(report.received(), report.stored(), report.quarantined(), sources));
    }

    /** An item is a code: that is what can be understood or not. */
    private static MessageCounts.Coverage covered(String source, Coverage coverage) {
        var mapped = coverage.codes().values().stream()
                .mapToLong(codes -> codes.translated() + codes.standard())
                .sum();
        var unmapped = coverage.codes().values().stream()
                .mapToLong(Coverage.Codes::untranslated)
                .sum();
        return new MessageCounts.Coverage(source, mapped + unmapped + coverage.leftOut(), mapped);
    }

    @Override
    public Outcome<List<Quarantined>> quarantine(Asking by) {
        return Outcome.of(behind.ingest().quarantined().stream()
                .sorted(Comparator.comparing(Quarantine.Entry::since).reversed())
                .map(entry -> new Quarantined(entry.id(), entry.since(), entry.source(), entry.kind(), entry.reason()))
                .toList());
    }

    @Override
    public Outcome<Replayed> replay(Asking by, String message) {
        return behind.ingest()
                .replay(message)
                .map(OperatorConsole::replayed)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("message")));
    }

    private static Outcome<Replayed> replayed(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored _, Receipt.Repeated _ -> Outcome.of(Replayed.STORED);
            case Receipt.Partly _, Receipt.Quarantined _ -> Outcome.of(Replayed.STILL_QUARANTINED);
            case Receipt.Deferred(var reason) -> Outcome.failed(reason);
        };
    }

    @Override
    public Outcome<List<Member>> members(Asking by) {
        return Outcome.of(hospitals.members().cards().stream().map(this::member).toList());
    }

    private Member member(MemberCard card) {
        var self = card.member().equals(identity.id());
        var contact = behind.contacts().with(card.member());
        var standing = self
                ? Standing.THIS_NODE
                : contact.map(last -> last.reached() ? Standing.CONNECTED : Standing.UNREACHABLE)
                        .orElse(Standing.NOT_MET);
        return new Member(
                hospitals.of(card.member()),
                card.endpoint().toString(),
                standing,
                self ? Optional.of(clock.instant()) : contact.flatMap(Contacts.Contact::lastReached),
                card.signing().getNotAfter().toInstant());
    }
}

package org.healthsphere.node;

import java.time.Duration;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.care.HandedDocuments;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.handover.Inbox;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.specs.Deadline;

/** What hospitals hand each other of a record: out, and in. */
record Handing(Handovers handovers, Inbox inbox) {
    private static final Duration ANSWERED_IN = Duration.ofSeconds(10);
    private static final Duration TRIED_FOR = Duration.ofDays(3);
    private static final Duration EVERY = Duration.ofSeconds(2);

    static Handing open(Ground ground, Exchange exchange, Feeds feeds, PeerChannel channel) {
        var config = ground.config();
        var clock = ground.environment().clock();
        var self = ground.identity().id();
        var releasing = exchange.releasing();
        var letters = exchange.correspondence();
        var register = exchange.linking().register();
        var kept = ground.kept();
        var documents = new HandedDocuments(self, new InternationalPatientSummary(self, config.organization()));
        var own = new Handovers.Own(
                self,
                config.organization(),
                releasing.gate(),
                releasing.network(),
                register::tokens,
                documents,
                kept.store());
        var line = new Handovers.Line(
                ground.known().members(),
                calls -> letters.carry(Kind.HANDOVER, channel, calls, Deadline.in(ANSWERED_IN, clock)),
                letters::newId,
                TRIED_FOR);
        var inbox = new Inbox(
                new Inbox.Here(self, ground.known().members()),
                new Inbox.Taking(feeds.ingest(), register::certain, kept.store(), kept.audit()));
        return new Handing(new Handovers(own, line, clock), inbox);
    }

    /** Tries again what other hospitals have not taken yet, and to write into the audit log what was taken of theirs. */
    Fetching waiting() {
        return Fetching.looking("handovers", EVERY, () -> {
            var _ = handovers.round();
            inbox.round();
        });
    }
}

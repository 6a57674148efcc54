package org.healthsphere.node;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.User;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.node.network.Correspondence.Reader;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.node.release.StaffNames;
import org.healthsphere.node.terms.TerminologyLetters;
import org.healthsphere.node.transparency.Cosigning;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Outcome;

/** All of a node but its doors. */
record Rooms(
        MemberIdentity identity,
        Kept kept,
        OnLedger ledger,
        Exchange exchange,
        Research research,
        Cosigning cosigning,
        Feeds feeds,
        Entry access,
        TerminologyLetters terms,
        Handing handing,
        Contacts contacts) {
    private static final Duration SIGNING = Duration.ofSeconds(3);

    static Rooms open(Kept.Ground base, Kept kept, Contacts channel, Closing closing) {
        var config = base.config();
        var identity = base.identity();
        var environment = base.environment();
        var ledger = OnLedger.open(base, kept, closing);
        var ground = new Ground(config, identity, kept, ledger, environment);
        var exchange = Exchange.open(ground, channel);
        closing.add(exchange.responder()::end);
        var entry = Entry.open(config, base::identity, kept, ledger, environment);
        var line = Followed.Line.of(config, entry.origin());
        var feeds = Feeds.open(kept, config.upkeep().messageDays(), line, environment);
        feeds.replays().onRegroup(ledger.view()::regroup);
        ledger.consents()
                .introduce(new StaffNames(id -> entry.users().withId(id).flatMap(User::practitioner), kept.index()));
        return new Rooms(
                identity,
                kept,
                ledger,
                exchange,
                Research.open(ground, exchange, channel),
                cosigning(ledger, exchange, channel, environment),
                feeds,
                entry,
                Terms.open(ground, exchange, channel),
                Handing.open(ground, exchange, feeds, channel),
                channel);
    }

    private static Cosigning cosigning(OnLedger ledger, Exchange exchange, Contacts channel, Environment environment) {
        var clock = environment.clock();
        return new Cosigning(
                ledger.logs(),
                new Cosigning.Known(ledger.ledger(), ledger.view(), ledger.members()),
                calls -> exchange.correspondence().carry(Kind.LOG, channel, calls, Deadline.in(SIGNING, clock)),
                clock);
    }

    /** What the other rooms are built on. */
    record Ground(NodeConfig config, MemberIdentity identity, Kept kept, OnLedger known, Environment environment) {}

    /** Reads what other members send. */
    Function<Bytes, Outcome<Bytes>> letters() {
        return exchange.reader(Map.of(
                Kind.STUDY,
                Reader.ofAll(research.participant()::answer),
                Kind.ANALYSIS,
                Reader.ofAll(research.office()::answer),
                Kind.LOG,
                Reader.ofAll(cosigning::answer),
                Kind.LINKAGE,
                Reader.ofAll(exchange.tokens()::answer),
                Kind.TERMINOLOGY,
                Reader.ofAll(terms::answer),
                Kind.HANDOVER,
                handing.inbox()::answer,
                Kind.DIRECTORY,
                ServiceListing.own(this)::answer));
    }
}

package org.healthsphere.node;

import java.util.function.Function;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** All of a node but its doors. */
record Rooms(
        MemberIdentity identity,
        Kept kept,
        OnLedger ledger,
        Exchange exchange,
        Research research,
        Feeds feeds,
        Entry access,
        Contacts contacts) {

    static Rooms open(NodeConfig config, Self self, Contacts channel, Environment environment, Closing closing) {
        var identity = self.identity();
        var kept = Kept.open(config, identity, environment, closing);
        var ledger = OnLedger.open(config, self, kept, environment, closing);
        var ground = new Ground(config, identity, kept, ledger, environment);
        var exchange = Exchange.open(ground, channel);
        return new Rooms(
                identity,
                kept,
                ledger,
                exchange,
                Research.open(ground, exchange, channel),
                Feeds.open(kept, environment),
                Entry.open(config, identity, kept, environment),
                channel);
    }

    /** Who this node is, and who the others are to it. */
    record Self(MemberIdentity identity, Standing standing) {}

    /** What the other rooms are built on. */
    record Ground(NodeConfig config, MemberIdentity identity, Kept kept, OnLedger known, Environment environment) {}

    /** Reads what other members send. */
    Function<Bytes, Outcome<Bytes>> letters() {
        return exchange.reader(research.participant()::answer);
    }
}

package org.healthsphere.node;

import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.LedgerFollower;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.ObservedLedger;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.transparency.Alarms;
import org.healthsphere.node.transparency.Logs;

/** What follows the ledger: consents, the view of them, the register of members and their standing. */
record OnLedger(
        ConsentLedger ledger,
        Standing standing,
        Members members,
        Consents consents,
        ConsentView view,
        Logs logs,
        LedgerFollower follower) {

    static OnLedger open(NodeConfig config, Rooms.Self self, Kept kept, Environment environment, Closing closing) {
        var identity = self.identity();
        var standing = self.standing();
        var ledger = ledger(config, identity, kept, environment, closing);
        var members = new Members(standing);
        var consents = new Consents(identity, ledger, kept.store(), environment.clock(), environment.random());
        var view = view(config, identity, consents, environment);
        var logs = logs(identity, ledger, kept, environment);
        var observed = new ObservedLedger(
                ledger,
                event -> {
                    standing.apply(event);
                    members.apply(event);
                    consents.apply(event);
                    logs.apply(event);
                },
                logs.alarms()::ledgerDoubtedSince);
        return new OnLedger(ledger, standing, members, consents, view, logs, new LedgerFollower(view, observed));
    }

    private static ConsentLedger ledger(
            NodeConfig config, MemberIdentity identity, Kept kept, Environment environment, Closing closing) {
        var at = config.ledger().address();
        var address = new LedgerConnection.Address(at.host(), at.port());
        return closing.add(
                LedgerHost.asMember(identity, kept.folder(), config.ledger().mode(), address, environment.clock()));
    }

    private static ConsentView view(
            NodeConfig config, MemberIdentity identity, Consents consents, Environment environment) {
        var settings = new ConsentView.Settings(
                identity.id(), NetworkPolicy.standard(), config.ledger().freshness());
        return new ConsentView(settings, consents, consents, environment.clock());
    }

    /** What follows the ledger without writing anything down: for a copy, whose writing another process does. */
    record Followed(ConsentView view, LedgerFollower follower) {
        static Followed open(Kept.Ground ground, Kept kept, Closing closing) {
            var environment = ground.environment();
            var identity = ground.identity();
            var ledger = OnLedger.ledger(ground.config(), identity, kept, environment, closing);
            var consents = new Consents(identity, ledger, kept.store(), environment.clock(), environment.random());
            var view = OnLedger.view(ground.config(), identity, consents, environment);
            var observed = new ObservedLedger(ledger, ground.standing()::apply, Optional::empty);
            return new Followed(view, new LedgerFollower(view, observed));
        }
    }

    private static Logs logs(MemberIdentity identity, ConsentLedger ledger, Kept kept, Environment environment) {
        return new Logs(
                new Logs.Own(LedgerHost.NETWORK, identity.id(), identity),
                new Logs.Kept(kept.store(), ReceiptBook.all(kept.store())),
                ledger::hashAt,
                new Alarms(environment.clock()),
                environment.clock());
    }
}

package org.healthsphere.node;

import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.LedgerFollower;
import org.healthsphere.node.network.Admissions;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.ObservedLedger;
import org.healthsphere.node.network.Rotation;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.transparency.Alarms;
import org.healthsphere.node.transparency.Logs;

/** What follows the ledger: consents, the view of them, the register of members and their standing. */
record OnLedger(
        ConsentLedger ledger,
        Standing standing,
        Members members,
        Admissions admissions,
        Consents consents,
        ConsentView view,
        Logs logs,
        LedgerFollower follower,
        Rotation rotation) {

    static OnLedger open(NodeConfig config, Rooms.Self self, Kept kept, Environment environment, Closing closing) {
        var identity = self.identity();
        var standing = self.standing();
        var ledger = closing.add(
                GatewayConsentLedger.connect(connection(identity, kept.folder(), config), environment.clock()));
        var members = new Members(standing);
        var admissions = new Admissions();
        var consents = new Consents(identity, ledger, kept.store(), environment.clock(), environment.random());
        var settings = new ConsentView.Settings(
                identity.id(), NetworkPolicy.standard(), config.ledger().freshness());
        var view = new ConsentView(settings, consents, consents, environment.clock());
        var logs = logs(identity, ledger, kept, environment);
        var observed = new ObservedLedger(
                ledger,
                event -> {
                    standing.apply(event);
                    members.apply(event);
                    admissions.apply(event);
                    consents.apply(event);
                    logs.apply(event);
                },
                logs.alarms()::ledgerDoubtedSince);
        return new OnLedger(
                ledger,
                standing,
                members,
                admissions,
                consents,
                view,
                logs,
                new LedgerFollower(view, observed),
                rotation(config, self, kept.folder(), admissions, ledger, environment));
    }

    private static LedgerConnection connection(MemberIdentity identity, NodeFolder folder, NodeConfig config) {
        var at = config.ledger().address();
        var address = new LedgerConnection.Address(at.host(), at.port());
        return LedgerHost.connection(identity, folder, config.ledger().mode(), address);
    }

    /** The doors and the line to the ledger show what is new; nothing else knows a certificate of its own. */
    private static Rotation rotation(
            NodeConfig config,
            Rooms.Self self,
            NodeFolder folder,
            Admissions admissions,
            GatewayConsentLedger ledger,
            Environment environment) {
        return new Rotation(
                new Rotation.Own(self.identity(), config.organization(), folder, config.secrets()),
                admissions,
                ledger,
                new Rotation.Tools(environment.clock(), environment.random(), new BcCertificateRequests()),
                renewed -> {
                    self.doors().renew(renewed);
                    ledger.renew(connection(renewed, folder, config));
                });
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

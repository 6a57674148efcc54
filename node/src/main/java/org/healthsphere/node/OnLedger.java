package org.healthsphere.node;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.LedgerFollower;
import org.healthsphere.node.labels.StoredValueSets;
import org.healthsphere.node.network.Admissions;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.ObservedLedger;
import org.healthsphere.node.network.Rotation;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.processes.SharedRenewal;
import org.healthsphere.node.processes.StoredAccounts;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.release.StaffNames;
import org.healthsphere.node.transparency.Alarms;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;

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
        Rotation rotation,
        Renewals renewals) {

    static OnLedger open(Kept.Ground ground, Kept kept, Closing closing) {
        var config = ground.config();
        var identity = ground.identity();
        var environment = ground.environment();
        var standing = ground.standing();
        var ledger = ledger(ground, kept, closing);
        var members = new Members(standing);
        var admissions = new Admissions();
        var consents = consents(identity, ledger, kept, environment);
        consents.noteIn(kept.audit());
        var view = view(config, identity, consents, environment);
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
        var renewals = new Renewals();
        return new OnLedger(
                ledger,
                standing,
                members,
                admissions,
                consents,
                view,
                logs,
                new LedgerFollower(view, observed),
                rotation(ground, kept, admissions, ledger, renewals),
                renewals);
    }

    private static GatewayConsentLedger ledger(Kept.Ground ground, Kept kept, Closing closing) {
        var connection = connection(ground.identity(), kept.folder(), ground.config());
        return closing.add(
                GatewayConsentLedger.connect(connection, ground.environment().clock()));
    }

    private static LedgerConnection connection(MemberIdentity identity, NodeFolder folder, NodeConfig config) {
        var at = config.ledger().address();
        var address = new LedgerConnection.Address(at.host(), at.port());
        return LedgerHost.connection(identity, folder, config.ledger().mode(), address);
    }

    /** The doors and the line to the ledger show what is new; nothing else knows a certificate of its own. */
    private static Rotation rotation(
            Kept.Ground ground, Kept kept, Admissions admissions, GatewayConsentLedger ledger, Renewals renewals) {
        var config = ground.config();
        var folder = kept.folder();
        var environment = ground.environment();
        var shelf = kept.processes()
                .<Rotation.Shelf>map(_ -> new SharedRenewal(kept.store()))
                .orElseGet(folder::renewals);
        return new Rotation(
                new Rotation.Own(ground.identity(), config.organization(), folder, config.secrets(), shelf),
                admissions,
                ledger,
                new Rotation.Tools(environment.clock(), environment.random(), new BcCertificateRequests()),
                renewed -> {
                    ground.doors().renew(renewed);
                    ledger.renew(connection(renewed, folder, config));
                    renewals.happened();
                });
    }

    private static Consents consents(
            MemberIdentity identity, ConsentLedger ledger, Kept kept, Environment environment) {
        return new Consents(
                identity,
                ledger,
                kept.store(),
                environment.clock(),
                environment.random(),
                valueSet -> codes(kept, valueSet));
    }

    /** As the terminology has it, or a resource that the steward has written. */
    private static Optional<Set<Coding>> codes(Kept kept, String valueSet) {
        return kept.terminology().expand(valueSet) instanceof Outcome.Success<Terminology.Expansion>(var held)
                ? Optional.of(held.concepts().stream()
                        .map(Terminology.Concept::coding)
                        .collect(Collectors.toUnmodifiableSet()))
                : new StoredValueSets(kept.store(), kept.index()).members(valueSet);
    }

    private static ConsentView view(
            NodeConfig config, MemberIdentity identity, Consents consents, Environment environment) {
        var settings = new ConsentView.Settings(
                identity.id(), NetworkPolicy.standard(), config.ledger().freshness());
        return new ConsentView(settings, consents, consents, environment.clock());
    }

    /**
     * What follows the ledger without writing to the store: for a copy, whose writing another process does. Certificates that the one
     * that leads has asked for it takes as well.
     */
    record Followed(ConsentView view, LedgerFollower follower, Rotation rotation) {
        static Followed open(Kept.Ground ground, Kept kept, Closing closing) {
            var environment = ground.environment();
            var identity = ground.identity();
            var ledger = OnLedger.ledger(ground, kept, closing);
            var admissions = new Admissions();
            var consents = consents(identity, ledger, kept, environment);
            var users = UserDirectory.open(
                            new StoredAccounts(kept.store()), new Passwords(environment.random()), environment.random())
                    .orElseThrow();
            consents.introduce(new StaffNames(id -> users.withId(id).flatMap(User::practitioner), kept.index()));
            var view = OnLedger.view(ground.config(), identity, consents, environment);
            var observed = new ObservedLedger(
                    ledger,
                    event -> {
                        ground.standing().apply(event);
                        admissions.apply(event);
                    },
                    Optional::empty);
            return new Followed(
                    view,
                    new LedgerFollower(view, observed),
                    OnLedger.rotation(ground, kept, admissions, ledger, new Renewals()));
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

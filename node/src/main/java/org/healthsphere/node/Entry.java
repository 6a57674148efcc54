package org.healthsphere.node;

import java.util.Optional;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.Bearers;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.processes.StoredAccounts;
import org.healthsphere.node.smart.AppBook;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.smart.Places;
import org.healthsphere.node.smart.Smart;
import org.healthsphere.node.smart.Vouching;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.start.Notes;
import org.healthsphere.node.web.start.Ways;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** How people, programs and apps come in. */
record Entry(AccessTokens tokens, UserDirectory users, Ways ways, Sessions sessions, Smart smart, PublicOrigin origin) {

    /** @param myself the node's identity, with the certificate that it has at the time */
    static Entry open(NodeConfig config, Smart.Myself myself, Kept kept, OnLedger ledger, Environment environment) {
        var identity = myself.get();
        var shelf = kept.processes()
                .<Shelf>map(_ -> new StoredAccounts(kept.store()))
                .orElseGet(() -> Shelf.in(kept.folder().users()));
        var users = UserDirectory.open(shelf, new Passwords(environment.random()), environment.random())
                .orElseThrow();
        var sessions = new Sessions(identity.id(), environment.random(), environment.clock());
        var origin = new PublicOrigin(config);
        var people = new Smart.People(
                vouching(ledger), sessions::isOpen, person -> isKnown(users, person), person -> own(users, person));
        var keptApps = new Smart.Kept(
                AppBook.open(kept.shelf(kept.folder().apps()), environment.random())
                        .orElseThrow(),
                kept.store(),
                kept.audit(),
                kept.shelf(kept.folder().part("openid.key")),
                identity.secretBox("openid"));
        return new Entry(
                tokens(identity, environment),
                users,
                ways(config, identity, kept, ledger, environment, new Known(users, origin)),
                sessions,
                new Smart(
                        identity.id(),
                        new Places(origin),
                        keptApps,
                        people,
                        new Smart.Given(environment.clock(), environment.random()),
                        Optional.of(myself)),
                origin);
    }

    /** Who there is, and where. */
    private record Known(UserDirectory users, PublicOrigin origin) {}

    private static Ways ways(
            NodeConfig config,
            MemberIdentity identity,
            Kept kept,
            OnLedger ledger,
            Environment environment,
            Known known) {
        var keys = new PatientKeys(
                new PatientKeys.Party(identity.id(), known.origin(), config.organization()),
                new PatientKeys.Behind(
                        kept.store(),
                        identity.secretBox("passkeys"),
                        new KeysOnLedger(ledger.consents()),
                        kept.audit()),
                environment.clock(),
                environment.random());
        var provider = config.staff()
                .map(settings -> new StaffProvider(
                        settings,
                        new StaffProvider.Here(known.origin(), Addresses.PROVIDER_BACK.path()),
                        environment.clock(),
                        environment.random()));
        var notes = new Notes(identity.id(), kept.audit());
        return Ways.of(known.users(), keys, provider, notes, environment.clock());
    }

    /** Patients' keys become known on the ledger by the room that speaks for patients there. */
    private record KeysOnLedger(Consents consents) implements PatientKeys.Ledger {
        @Override
        public Outcome<?> register(String patient, VerificationKey key, Sha256 relyingParty) {
            return consents.register(patient, key, relyingParty);
        }

        @Override
        public Outcome<?> retire(Sha256 key) {
            return consents.retire(key);
        }
    }

    /** Only by the certificate with which a member is in the register now. */
    private static Vouching vouching(OnLedger ledger) {
        return chain -> ledger.standing()
                .member(chain, CertificateUse.SIGNING)
                .then(member -> ledger.members()
                        .trusted(member)
                        .then(card -> card.signing().equals(chain.getFirst())
                                ? Outcome.of(member)
                                : Outcome.failed(new Fault.Unauthenticated("not the member's present certificate"))));
    }

    private static boolean isKnown(UserDirectory users, Person person) {
        return person.role() == Role.PATIENT
                ? users.users().stream()
                        .anyMatch(user ->
                                user.patient().filter(person.subject()::equals).isPresent())
                : users.withId(person.subject())
                        .filter(user -> user.role() == person.role())
                        .isPresent();
    }

    private static Optional<String> own(UserDirectory users, Person person) {
        return person.role() == Role.PATIENT
                ? Optional.of("Patient/" + person.subject())
                : users.withId(person.subject()).flatMap(User::practitioner).map(id -> "Practitioner/" + id);
    }

    Bearers bearers() {
        return token -> AccessTokens.isOfApp(token) ? smart.verify(token) : tokens.verify(token);
    }

    /** Issues and reads tokens; those of one process of the node are good at the others. */
    static AccessTokens tokens(MemberIdentity identity, Environment environment) {
        var audience = new AccessTokens.Audience(identity.id(), "https://" + identity.id() + ".healthsphere.org");
        return new AccessTokens(audience, identity, environment.clock(), environment.random());
    }
}

package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger.Standing;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RegisterStudy;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.consent.Speakers.Statement;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What the contract refuses, in the types of this module. Not safe for several threads. */
final class LedgerRules {
    private final MemberRules members = new MemberRules();
    private final BudgetRules budgets = new BudgetRules();
    private final Speakers speakers = new Speakers();
    private final Map<String, Stated> stated = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> erased = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    /** @param digest of its terms; nothing where it has none, and cannot be amended */
    private record Stated(Statement statement, long version, Optional<Sha256> digest, Instant notAfter) {}

    boolean listensTo(NodeId member) {
        return members.listensTo(member);
    }

    /** Takes the directive in and says what is on the ledger now, or why not. */
    Outcome<Directive> admit(Directive directive, NodeId creator, Instant now) {
        return switch (directive) {
            case RegisterKey key -> registerKey(key, creator);
            case RotateKey rotation -> rotateKey(rotation, creator);
            case RetireKey retired -> retireKey(retired, creator);
            case Grant grant -> grant(grant, creator, now);
            case Amend amend -> amend(amend, creator, now);
            case Revoke revoke -> revoke(revoke, now);
            case OptOut out -> optOut(out, creator, now);
            case Delegate delegate -> delegate(delegate, creator, now);
            case Guardian guardian -> guardian(guardian, creator, now);
            case Erase erase -> erase(erase, creator);
            case BreakGlass glass -> breakGlass(glass, creator);
            case LegalBasisRelease release -> legalBasis(release, creator, now);
            case AdmitMember admission -> members.change(admission, admission.member(), creator);
            case SuspendMember suspension -> members.suspend(suspension, creator);
            case PublishRevocations list -> members.publish(list, creator);
            case HandOver over -> members.handOver(over, creator);
            case Propose proposal -> members.propose(proposal, creator, now);
            case Vote vote -> members.vote(vote, creator, now);
            case RequestCertificates request -> members.request(request, creator);
            case CertifyMember certified -> members.certify(certified, creator);
            case RegisterStudy study ->
                budgets.knows(study.study())
                        ? exists()
                        : members.bySelf(study, study.member(), creator).then(_ -> budgets.register(study, now));
            case Debit debit ->
                once("B:" + debit.id(), debit)
                        .then(_ -> members.bySelf(debit, debit.member(), creator))
                        .then(_ -> budgets.debit(debit, now))
                        .then(_ -> kept("B:" + debit.id(), debit));
            case Release release ->
                once("X:" + release.id(), release)
                        .then(_ -> members.byMember(release, creator))
                        .then(_ -> kept("X:" + release.id(), release));
            case AnchorLog log -> members.bySelf(log, log.member(), creator).then(_ -> budgets.anchor(log));
        };
    }

    private Outcome<Directive> breakGlass(BreakGlass glass, NodeId creator) {
        return once("E:" + glass.id(), glass)
                .then(_ -> members.bySelf(glass, glass.custodian(), creator))
                .then(_ -> kept("E:" + glass.id(), glass));
    }

    /** Whether a directive that was taken in before still stands: a member's record may have been replaced. */
    boolean stands(Directive directive) {
        return switch (directive) {
            case AdmitMember admission -> members.stands(admission.member(), admission);
            case SuspendMember suspension -> members.stands(suspension.member(), suspension);
            case PublishRevocations list -> members.stands(list);
            default -> true;
        };
    }

    Optional<Standing> standing(String id, Instant now) {
        return Optional.ofNullable(stated.get(id)).map(statement -> {
            if (erased.contains(id)) {
                return Standing.ERASED;
            }
            if (revoked.contains(id)) {
                return Standing.REVOKED;
            }
            return statement.notAfter().isAfter(now) ? Standing.ACTIVE : Standing.EXPIRED;
        });
    }

    private Outcome<Directive> registerKey(RegisterKey key, NodeId creator) {
        if (speakers.key(key.key().thumbprint()).isPresent()) {
            return exists();
        }
        return members.bySelf(key, key.custodian(), creator).map(_ -> {
            speakers.put(key);
            return key;
        });
    }

    private Outcome<Directive> rotateKey(RotateKey rotation, NodeId creator) {
        if (!speakers.isInUse(rotation.key())) {
            return exists();
        }
        return members.bySelf(rotation, rotation.custodian(), creator)
                .then(_ -> signed(rotation.key(), rotation.custodian(), rotation.signedBytes(), rotation.signature()))
                .then(_ -> {
                    if (speakers.key(rotation.successor().thumbprint()).isPresent()) {
                        return exists();
                    }
                    speakers.put(rotation);
                    return Outcome.of(rotation);
                });
    }

    private Outcome<Directive> retireKey(RetireKey retired, NodeId creator) {
        if (!speakers.isInUse(retired.key())) {
            return exists();
        }
        return members.bySelf(retired, retired.custodian(), creator)
                .then(_ -> registered(retired.key(), retired.custodian()))
                .map(_ -> {
                    speakers.put(retired);
                    return retired;
                });
    }

    private Outcome<Speakers.Key> registered(Sha256 thumbprint, NodeId custodian) {
        var key = speakers.key(thumbprint);
        if (key.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("the key is not registered"));
        }
        return key.get().custodian().equals(custodian)
                ? Outcome.of(key.get())
                : Outcome.failed(new Fault.Forbidden("the key of another member's patient"));
    }

    private Outcome<Speakers.Key> signed(Sha256 key, NodeId custodian, Bytes message, Bytes signature) {
        return registered(key, custodian).then(registered -> {
            if (!registered.verifies(message, signature)) {
                return Outcome.failed(new Fault.Forbidden("not signed by the patient"));
            }
            return speakers.isInUse(key)
                    ? Outcome.of(registered)
                    : Outcome.failed(new Fault.Forbidden("the key is no longer in use"));
        });
    }

    private Outcome<Directive> grant(Grant grant, NodeId creator, Instant now) {
        return fresh(grant, grant.id())
                .then(_ -> members.bySelf(grant, grant.custodian(), creator))
                .then(_ -> ahead(grant, grant.notAfter(), now))
                .then(_ -> signed(grant.key(), grant.custodian(), grant.signedBytes(), grant.signature()))
                .then(_ -> within(grant, Statement.of(grant), now))
                .then(_ -> begun(grant, grant.id(), stated(grant, 1)));
    }

    private static Stated stated(Grant grant, long version) {
        return new Stated(Statement.of(grant), version, Optional.of(grant.digest()), grant.notAfter());
    }

    private Outcome<Directive> optOut(OptOut out, NodeId creator, Instant now) {
        return fresh(out, out.id())
                .then(_ -> members.bySelf(out, out.custodian(), creator))
                .then(_ -> signed(out.key(), out.custodian(), out.signedBytes(), out.signature()))
                .then(_ -> within(out, Statement.of(out), now))
                .then(_ -> begun(out, out.id(), new Stated(Statement.of(out), 1, Optional.empty(), Instant.MAX)));
    }

    private Outcome<Directive> amend(Amend amend, NodeId creator, Instant now) {
        var current = stated.get(amend.id());
        if (named.contains(version(amend))) {
            return exists();
        }
        if (current == null) {
            return noConsent();
        }
        if (revoked.contains(amend.id()) || erased.contains(amend.id())) {
            return Outcome.failed(new Fault.Gone("this consent was revoked"));
        }
        return members.bySelf(amend, amend.custodian(), creator)
                .then(_ -> follows(current, amend))
                .then(_ -> ahead(amend, amend.notAfter(), now))
                .then(_ -> signed(amend.key(), amend.custodian(), amend.signedBytes(), amend.signature()))
                .then(_ -> within(amend, Statement.of(amend.asGrant()), now))
                .then(_ -> speakers.mayAmend(current.statement(), amend, now)
                        ? Outcome.of(amend)
                        : Outcome.failed(new Fault.Forbidden("not signed by the patient")))
                .then(_ -> {
                    stated.put(amend.id(), stated(amend.asGrant(), amend.version()));
                    return kept(version(amend), amend);
                });
    }

    private static String version(Amend amend) {
        return "C:" + amend.id() + "/" + amend.version();
    }

    private static Outcome<Directive> follows(Stated current, Amend amend) {
        if (!current.statement().custodian().equals(amend.custodian())
                || !current.statement().handle().equals(amend.handle())
                || current.digest().isEmpty()) {
            return Outcome.failed(new Fault.Forbidden("not a version of this consent"));
        }
        return amend.version() == current.version() + 1
                        && amend.previous().equals(current.digest().get())
                ? Outcome.of(amend)
                : Outcome.failed(new Fault.Conflict("another version came before"));
    }

    private Outcome<Directive> revoke(Revoke revoke, Instant now) {
        var statement = stated.get(revoke.id());
        if (statement == null) {
            return noConsent();
        }
        if (!speakers.isPatients(statement.statement(), revoke, now)) {
            return Outcome.failed(new Fault.Forbidden("not signed by the patient"));
        }
        revoked.add(revoke.id());
        speakers.end(revoke.id());
        return Outcome.of(revoke);
    }

    private Outcome<Directive> delegate(Delegate delegate, NodeId creator, Instant now) {
        return fresh(delegate, delegate.id())
                .then(_ -> members.bySelf(delegate, delegate.custodian(), creator))
                .then(_ -> ahead(delegate, delegate.notAfter(), now))
                .then(_ -> signed(delegate.key(), delegate.custodian(), delegate.signedBytes(), delegate.signature()))
                .then(_ -> registered(delegate.delegate(), delegate.custodian()))
                .then(_ -> {
                    speakers.put(delegate);
                    return begun(
                            delegate,
                            delegate.id(),
                            new Stated(Statement.of(delegate), 1, Optional.empty(), delegate.notAfter()));
                });
    }

    private Outcome<Directive> guardian(Guardian guardian, NodeId creator, Instant now) {
        return fresh(guardian, guardian.id())
                .then(_ -> members.bySelf(guardian, guardian.custodian(), creator))
                .then(_ -> ahead(guardian, guardian.notAfter(), now))
                .then(_ -> registered(guardian.delegate(), guardian.custodian()))
                .then(_ -> {
                    speakers.put(guardian);
                    return begun(
                            guardian,
                            guardian.id(),
                            new Stated(Statement.of(guardian), 1, Optional.empty(), guardian.notAfter()));
                });
    }

    private Outcome<Directive> legalBasis(LegalBasisRelease release, NodeId creator, Instant now) {
        return once("L:" + release.id(), release)
                .then(_ -> members.bySelf(release, release.custodian(), creator))
                .then(_ -> ahead(release, release.notAfter(), now))
                .then(_ -> release.notBefore().isBefore(release.notAfter())
                        ? Outcome.of(release)
                        : broken("notBefore", "is not before the end"))
                .then(_ -> release.isApproved()
                        ? kept("L:" + release.id(), release)
                        : Outcome.failed(new Fault.Forbidden("not approved by two people in two roles")));
    }

    private Outcome<Directive> erase(Erase erase, NodeId creator) {
        var statement = stated.get(erase.id());
        if (erased.contains(erase.id())) {
            return exists();
        }
        if (statement == null) {
            return noConsent();
        }
        if (!statement.statement().custodian().equals(erase.custodian())) {
            return Outcome.failed(new Fault.Forbidden("another member's patient"));
        }
        return members.bySelf(erase, erase.custodian(), creator).map(_ -> {
            erased.add(erase.id());
            speakers.end(erase.id());
            return erase;
        });
    }

    private Outcome<Directive> fresh(Directive directive, String id) {
        return stated.containsKey(id) ? exists() : Outcome.of(directive);
    }

    private static Outcome<Directive> ahead(Directive directive, Instant end, Instant now) {
        return end.isAfter(now) ? Outcome.of(directive) : broken("notAfter", "has passed");
    }

    private Outcome<Directive> within(Directive directive, Statement statement, Instant now) {
        if (statement.delegation().filter(id -> !speakers.knows(id)).isPresent()) {
            return Outcome.failed(new Fault.NotFound("no such delegation"));
        }
        return speakers.mayState(statement, now)
                ? Outcome.of(directive)
                : Outcome.failed(new Fault.Forbidden("the delegation does not allow this"));
    }

    private Outcome<Directive> begun(Directive directive, String id, Stated statement) {
        stated.put(id, statement);
        return Outcome.of(directive);
    }

    private Outcome<Directive> once(String key, Directive directive) {
        return named.contains(key) ? exists() : Outcome.of(directive);
    }

    private Outcome<Directive> kept(String key, Directive directive) {
        named.add(key);
        return Outcome.of(directive);
    }

    static Outcome<Directive> exists() {
        return Outcome.failed(new Fault.Conflict("is on the ledger already"));
    }

    private static Outcome<Directive> noConsent() {
        return Outcome.failed(new Fault.NotFound("no such consent"));
    }

    static Outcome<Directive> broken(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }
}

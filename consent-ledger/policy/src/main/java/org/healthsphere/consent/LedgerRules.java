package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What the contract refuses, in the types of this module. Not safe for several threads. */
final class LedgerRules {
    private final Map<NodeId, Directive> members = new HashMap<>();
    private final Map<Sha256, RegisterKey> keys = new HashMap<>();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, Directive> named = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<NodeId, Long> logs = new HashMap<>();
    private Optional<NodeId> founder = Optional.empty();
    private Optional<PublishRevocations> revocations = Optional.empty();

    private record Account(long limit, long spent) {}

    /** Takes the directive in, or says why not. */
    Outcome<Directive> admit(Directive directive, NodeId creator, Instant now) {
        return switch (directive) {
            case RegisterKey key -> registerKey(key, creator);
            case Grant grant -> grant(grant, creator, now);
            case Revoke revoke -> revoke(revoke);
            case BreakGlass glass ->
                once("E:" + glass.id(), glass)
                        .then(_ -> bySelf(glass, glass.custodian(), creator))
                        .then(_ -> kept("E:" + glass.id(), glass));
            case AdmitMember admission -> membership(admission, admission.member(), creator);
            case SuspendMember suspension ->
                members.containsKey(suspension.member())
                        ? membership(suspension, suspension.member(), creator)
                        : Outcome.failed(new Fault.NotFound("no such member"));
            case PublishRevocations list -> publish(list, creator);
            case Debit debit -> debit(debit, creator);
            case Release release ->
                once("X:" + release.id(), release)
                        .then(_ -> byMember(release, creator))
                        .then(_ -> kept("X:" + release.id(), release));
            case AnchorLog log -> anchor(log, creator);
        };
    }

    /** Whether a directive that was taken in before still stands: a member's record may have been replaced. */
    boolean stands(Directive directive) {
        return switch (directive) {
            case AdmitMember admission -> admission.equals(members.get(admission.member()));
            case SuspendMember suspension -> suspension.equals(members.get(suspension.member()));
            case PublishRevocations list -> revocations.equals(Optional.of(list));
            case RegisterKey _, Grant _, Revoke _, BreakGlass _, Debit _, Release _, AnchorLog _ -> true;
        };
    }

    private Outcome<Directive> registerKey(RegisterKey key, NodeId creator) {
        if (keys.containsKey(key.key().thumbprint())) {
            return exists();
        }
        return bySelf(key, key.custodian(), creator).map(_ -> {
            keys.put(key.key().thumbprint(), key);
            return key;
        });
    }

    private Outcome<Directive> grant(Grant grant, NodeId creator, Instant now) {
        if (grants.containsKey(grant.id())) {
            return exists();
        }
        return bySelf(grant, grant.custodian(), creator)
                .then(_ -> grant.notAfter().isAfter(now) ? Outcome.of(grant) : broken("notAfter", "has passed"))
                .then(_ -> signed(grant, grant.key(), grant.custodian(), grant.signedBytes(), grant.signature()))
                .map(_ -> {
                    grants.put(grant.id(), grant);
                    return grant;
                });
    }

    private Outcome<Directive> revoke(Revoke revoke) {
        var grant = grants.get(revoke.id());
        if (grant == null) {
            return Outcome.failed(new Fault.NotFound("no such consent"));
        }
        if (!revoke.key().equals(grant.key())) {
            return unsigned();
        }
        return signed(revoke, revoke.key(), grant.custodian(), revoke.signedBytes(), revoke.signature());
    }

    private Outcome<Directive> signed(
            Directive directive, Sha256 thumbprint, NodeId custodian, Bytes message, Bytes signature) {
        var registered = keys.get(thumbprint);
        if (registered == null) {
            return Outcome.failed(new Fault.NotFound("the key is not registered"));
        }
        return registered.custodian().equals(custodian) && registered.key().verifies(message.array(), signature.array())
                ? Outcome.of(directive)
                : unsigned();
    }

    private Outcome<Directive> membership(Directive directive, NodeId member, NodeId creator) {
        if (Objects.equals(members.get(member), directive)) {
            return exists();
        }
        return byFounder(directive, creator).map(allowed -> {
            members.put(member, allowed);
            return allowed;
        });
    }

    private Outcome<Directive> publish(PublishRevocations list, NodeId creator) {
        if (revocations.equals(Optional.of(list))) {
            return exists();
        }
        return byFounder(list, creator).map(allowed -> {
            revocations = Optional.of(list);
            return allowed;
        });
    }

    private Outcome<Directive> byFounder(Directive directive, NodeId creator) {
        if (founder.isPresent() && !founder.get().equals(creator)) {
            return Outcome.failed(new Fault.Forbidden("only the founder of the network changes its members"));
        }
        founder = Optional.of(creator);
        return Outcome.of(directive);
    }

    private Outcome<Directive> debit(Debit debit, NodeId creator) {
        var account = debit.study() + "/" + debit.member();
        return once("B:" + debit.id(), debit)
                .then(_ -> bySelf(debit, debit.member(), creator))
                .then(_ -> {
                    var before = accounts.getOrDefault(account, new Account(debit.limitMicros(), 0));
                    if (before.limit() != debit.limitMicros()) {
                        return broken("limitMicros", "differs from the limit that was set for this study");
                    }
                    if (debit.epsilonMicros() == 0 || debit.epsilonMicros() > before.limit() - before.spent()) {
                        return broken("epsilonMicros", "nothing, or more than is left of the budget");
                    }
                    accounts.put(account, new Account(before.limit(), before.spent() + debit.epsilonMicros()));
                    return kept("B:" + debit.id(), debit);
                });
    }

    private Outcome<Directive> anchor(AnchorLog log, NodeId creator) {
        return bySelf(log, log.member(), creator).then(_ -> {
            if (log.entries() <= logs.getOrDefault(log.member(), -1L)) {
                return Outcome.failed(new Fault.Conflict("the log was longer before"));
            }
            logs.put(log.member(), log.entries());
            return Outcome.of(log);
        });
    }

    private Outcome<Directive> once(String key, Directive directive) {
        return named.containsKey(key) ? exists() : Outcome.of(directive);
    }

    private Outcome<Directive> kept(String key, Directive directive) {
        named.put(key, directive);
        return Outcome.of(directive);
    }

    private Outcome<Directive> bySelf(Directive directive, NodeId speaker, NodeId creator) {
        return speaker.equals(creator)
                ? byMember(directive, creator)
                : Outcome.failed(new Fault.Forbidden("a member speaks only for itself"));
    }

    private Outcome<Directive> byMember(Directive directive, NodeId creator) {
        return members.get(creator) instanceof AdmitMember
                ? Outcome.of(directive)
                : Outcome.failed(new Fault.Forbidden("not a member of the network"));
    }

    private static Outcome<Directive> exists() {
        return Outcome.failed(new Fault.Conflict("is on the ledger already"));
    }

    private static Outcome<Directive> unsigned() {
        return Outcome.failed(new Fault.Forbidden("not signed by the patient"));
    }

    private static Outcome<Directive> broken(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }
}

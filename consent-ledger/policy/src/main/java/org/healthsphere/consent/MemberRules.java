package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Who takes part, and who decides that. */
final class MemberRules {
    private final Map<NodeId, Directive> members = new HashMap<>();
    private final Map<String, Ballot> ballots = new HashMap<>();
    private final Set<String> decided = new HashSet<>();
    private final Set<Sha256> requested = new HashSet<>();
    private final Set<Sha256> certified = new HashSet<>();
    private Optional<NodeId> founder = Optional.empty();
    private Optional<PublishRevocations> revocations = Optional.empty();
    private boolean handedOver;

    private record Ballot(Propose proposal, Set<NodeId> votes) {
        boolean isOpen(Instant now) {
            return proposal.notAfter().isAfter(now);
        }
    }

    /** Whether the ledger listens to this member at all: it takes part, founded the network, or nobody has yet. */
    boolean listensTo(NodeId member) {
        return founder.isEmpty() || founder.get().equals(member) || isActive(member);
    }

    Outcome<Directive> byMember(Directive directive, NodeId creator) {
        return isActive(creator)
                ? Outcome.of(directive)
                : Outcome.failed(new Fault.Forbidden("not a member of the network"));
    }

    Outcome<Directive> bySelf(Directive directive, NodeId speaker, NodeId creator) {
        return speaker.equals(creator)
                ? byMember(directive, creator)
                : Outcome.failed(new Fault.Forbidden("a member speaks only for itself"));
    }

    private boolean isActive(NodeId member) {
        return members.get(member) instanceof AdmitMember;
    }

    private long active() {
        return members.keySet().stream().filter(this::isActive).count();
    }

    /** Whether this still is the last word on a member. */
    boolean stands(NodeId member, Directive directive) {
        return Objects.equals(members.get(member), directive);
    }

    Outcome<Directive> suspend(SuspendMember suspension, NodeId creator) {
        return members.containsKey(suspension.member())
                ? change(suspension, suspension.member(), creator)
                : Outcome.failed(new Fault.NotFound("no such member"));
    }

    Outcome<Directive> change(Directive directive, NodeId member, NodeId creator) {
        if (stands(member, directive)) {
            return LedgerRules.exists();
        }
        return byFounder(directive, creator).map(_ -> {
            founder = Optional.of(creator);
            members.put(member, directive);
            return directive;
        });
    }

    boolean stands(PublishRevocations list) {
        return revocations.equals(Optional.of(list));
    }

    Outcome<Directive> publish(PublishRevocations list, NodeId creator) {
        if (stands(list)) {
            return LedgerRules.exists();
        }
        return founded(list, creator).map(_ -> {
            founder = Optional.of(creator);
            revocations = Optional.of(list);
            return list;
        });
    }

    Outcome<Directive> request(RequestCertificates asked, NodeId creator) {
        var name = Sha256.of(asked.request());
        if (requested.contains(name)) {
            return LedgerRules.exists();
        }
        return bySelf(asked, asked.member(), creator).map(_ -> {
            requested.add(name);
            return asked;
        });
    }

    Outcome<Directive> certify(CertifyMember issued, NodeId creator) {
        if (certified.contains(issued.request())) {
            return LedgerRules.exists();
        }
        return founded(issued, creator).then(_ -> {
            if (!isActive(issued.member())) {
                return Outcome.failed(new Fault.NotFound("no such member"));
            }
            certified.add(issued.request());
            return Outcome.of(issued);
        });
    }

    private Outcome<Directive> byFounder(Directive directive, NodeId creator) {
        return handedOver
                ? Outcome.failed(new Fault.Forbidden("the members decide by vote"))
                : founded(directive, creator);
    }

    private Outcome<Directive> founded(Directive directive, NodeId creator) {
        return founder.isPresent() && !founder.get().equals(creator)
                ? Outcome.failed(new Fault.Forbidden("only the founder of the network changes its members"))
                : Outcome.of(directive);
    }

    Outcome<Directive> handOver(HandOver over, NodeId creator) {
        if (handedOver) {
            return LedgerRules.exists();
        }
        if (!creator.equals(over.founder())) {
            return Outcome.failed(new Fault.Forbidden("only the founder hands over"));
        }
        return byFounder(over, creator).then(_ -> {
            if (active() == 0) {
                return LedgerRules.broken("founder", "there is nobody to hand over to");
            }
            handedOver = true;
            return Outcome.of(over);
        });
    }

    Outcome<Directive> propose(Propose proposal, NodeId creator, Instant now) {
        if (ballots.containsKey(proposal.id())) {
            return LedgerRules.exists();
        }
        return byMember(proposal, creator)
                .then(_ -> proposal.notAfter().isAfter(now)
                        ? Outcome.of(proposal)
                        : LedgerRules.broken("notAfter", "has passed"))
                .map(_ -> {
                    ballots.put(proposal.id(), new Ballot(proposal, new HashSet<>()));
                    return proposal;
                });
    }

    Outcome<Directive> vote(Vote vote, NodeId creator, Instant now) {
        var ballot = ballots.get(vote.proposal());
        if (ballot != null && ballot.votes().contains(vote.member())) {
            return LedgerRules.exists();
        }
        return bySelf(vote, vote.member(), creator).then(_ -> {
            if (!handedOver) {
                return Outcome.failed(new Fault.Forbidden("the founder has not handed over"));
            }
            if (ballot == null) {
                return Outcome.failed(new Fault.NotFound("no such proposal"));
            }
            return ballot.isOpen(now)
                    ? Outcome.of(counted(ballot, vote))
                    : LedgerRules.broken("notAfter", "has passed");
        });
    }

    private Directive counted(Ballot ballot, Vote vote) {
        ballot.votes().add(vote.member());
        var inFavour = ballot.votes().stream().filter(this::isActive).count();
        if (2 * inFavour <= active() || !decided.add(vote.proposal())) {
            return vote;
        }
        var change = ballot.proposal().change();
        members.put(memberOf(change), change);
        return change;
    }

    private static NodeId memberOf(Directive change) {
        return switch (change) {
            case AdmitMember admission -> admission.member();
            case SuspendMember suspension -> suspension.member();
            default -> throw new IllegalStateException("its form was checked");
        };
    }
}

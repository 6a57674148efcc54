package org.healthsphere.node.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority at its desk: it certifies whom the members have admitted, and renews what members ask it to renew.
 *
 * <p>It decides nothing. What the ledger says was admitted is certified, with the keys that were voted on; a renewal changes
 * nothing but the TLS key and the dates. Its answers are on the ledger as well, so that nobody needs a way to it. Whoever runs the
 * authority calls {@link #keepUp} again and again; after a restart it goes on where the ledger says that it stopped.
 */
public final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    private final NetworkAuthority authority;
    private final ConsentLedger founder;
    private final boolean certifiesForLedger;
    private final Map<Sha256, Directive> open = new LinkedHashMap<>();
    private final Map<Sha256, CertifyMember> made = new HashMap<>();
    private final Map<NodeId, MemberCard> cards = new HashMap<>();
    private final Set<NodeId> suspended = new HashSet<>();
    private long next;
    private long left;

    /**
     * Joins them.
     *
     * @param founder the ledger as the founder of the network speaks to it
     */
    public Registrar(NetworkAuthority authority, ConsentLedger founder) {
        this.authority = authority;
        this.founder = founder;
        // Members of a Fabric network are known there by certificates of its own authorities.
        this.certifiesForLedger = founder.mode() == LedgerMode.EMBEDDED || founder.mode() == LedgerMode.IN_MEMORY;
    }

    /** Does what there is to do; how many members were certified. */
    public synchronized Outcome<Integer> work() {
        return founder.eventsFrom(next).then(events -> {
            events.forEach(this::take);
            List.copyOf(suspended).forEach(this::expel);
            // Before anybody is certified again, so that he gets a share of a key that nobody outside has one of.
            authority.dealAnew(left);
            var done = 0;
            for (var request : List.copyOf(open.keySet())) {
                switch (answered(request)) {
                    case Outcome.Success<LedgerEvent> _ -> done++;
                    case Outcome.Failure<LedgerEvent>(Fault.Unavailable gone) -> {
                        return Outcome.failed(gone);
                    }
                    case Outcome.Failure<LedgerEvent>(var fault) ->
                        LOG.warn("the request {} of a member was not granted: {}", request, fault);
                }
                open.remove(request);
                made.remove(request);
            }
            return Outcome.of(done);
        });
    }

    /** Works; when that fails, the log says so, and the next time may do better. */
    public void keepUp() {
        if (work() instanceof Outcome.Failure<Integer>(var fault)) {
            LOG.warn("members could not be certified: {}", fault);
        }
    }

    private void take(LedgerEvent event) {
        next = Math.max(next, event.height() + 1);
        switch (event.directive()) {
            case AdmitMember admitted -> {
                suspended.remove(admitted.member());
                if (Application.isOne(admitted.card())) {
                    open.put(Sha256.of(admitted.card()), admitted);
                } else {
                    know(admitted.member(), admitted.card());
                }
            }
            case RequestCertificates asked -> open.put(Sha256.of(asked.request()), asked);
            case CertifyMember certified -> {
                open.remove(certified.request());
                know(certified.member(), certified.card());
            }
            case SuspendMember(var member) -> {
                suspended.add(member);
                left = event.height();
                cards.remove(member);
                open.values().removeIf(request -> isOf(member, request));
            }
            default -> {}
        }
    }

    /** Whoever no longer takes part has its certificates taken back, whatever way it was suspended. */
    private void expel(NodeId member) {
        if (authority.expel(member) instanceof Outcome.Success<Integer>(var taken) && taken > 0) {
            LOG.info("member {} is suspended; {} certificates were taken back", member, taken);
        }
        suspended.remove(member);
    }

    private void know(NodeId member, String card) {
        if (MemberCard.parse(card) instanceof Outcome.Success<MemberCard>(var known)) {
            cards.put(member, known);
        }
    }

    private static boolean isOf(NodeId member, Directive request) {
        return (request instanceof AdmitMember admitted && admitted.member().equals(member))
                || (request instanceof RequestCertificates asked
                        && asked.member().equals(member));
    }

    /** What was made and could not be put on the ledger is put there, and not made again. */
    private Outcome<LedgerEvent> answered(Sha256 request) {
        var ready = Optional.ofNullable(made.get(request));
        var issued = ready.map(Outcome::of).orElseGet(() -> issued(request, Optional.ofNullable(open.get(request))));
        return issued.then(certified -> {
            made.put(request, certified);
            return founder.submit(certified);
        });
    }

    private Outcome<CertifyMember> issued(Sha256 request, Optional<Directive> asked) {
        return switch (asked.orElseThrow()) {
            case AdmitMember admitted ->
                Application.parse(admitted.card())
                        .then(application -> isTaken(application, admitted)
                                ? Outcome.failed(new Fault.Conflict("the name is that of another member"))
                                : authority.certify(application).map(this::fit));
            case RequestCertificates renewal -> renewed(renewal);
            default -> throw new IllegalStateException("no request: " + request);
        };
    }

    private CertifyMember fit(CertifyMember issued) {
        return certifiesForLedger
                ? issued
                : new CertifyMember(issued.member(), issued.request(), issued.card(), issued.tls(), Bytes.NONE);
    }

    /** A name is its member's until that is suspended, whatever was voted on. */
    private boolean isTaken(Application application, AdmitMember admitted) {
        return cards.containsKey(application.member()) || !application.member().equals(admitted.member());
    }

    private Outcome<CertifyMember> renewed(RequestCertificates asked) {
        return Optional.ofNullable(cards.get(asked.member()))
                .map(card -> RenewalRequest.parse(asked.request())
                        .then(request -> authority.renew(card, request, Sha256.of(asked.request())))
                        .map(this::fit))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("a card of the member " + asked.member())));
    }
}

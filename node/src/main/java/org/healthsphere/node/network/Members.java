package org.healthsphere.node.network;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.sealing.SenderKeys;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register of members, as the ledger's events come to it. Whoever is suspended is out with the event; who was admitted and has no
 * certificates yet is not in yet.
 */
public final class Members implements MemberDirectory, SenderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    /** For so long after a member's certificates were renewed its TLS certificate from before is good as well. */
    static final Duration OVERLAP = Duration.ofDays(7);

    private final Map<String, Known> known = new ConcurrentSkipListMap<>();
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private final Set<NodeId> unreadable = ConcurrentHashMap.newKeySet();
    private final Standing standing;

    /**
     * A member.
     *
     * @param key the one in the card, read once
     * @param before the TLS certificate that this one took the place of, and how long it still counts
     */
    private record Known(MemberCard card, VerificationKey key, Optional<Before> before) {
        static Known of(MemberCard card, Optional<Before> before) {
            return new Known(card, card.verificationKey(), before);
        }

        Peer peer(Instant now) {
            return before.filter(old -> now.isBefore(old.until()) && !old.tls().equals(card.tls()))
                    .map(old -> new Peer(card.member(), card.endpoint(), Set.of(card.tls(), old.tls())))
                    .orElseGet(card::peer);
        }
    }

    private record Before(Sha256 tls, Instant until) {}

    public Members(Standing standing) {
        this.standing = standing;
    }

    /** Takes in an event; those that are not about members change nothing. */
    public void apply(LedgerEvent event) {
        switch (event.directive()) {
            case AdmitMember admitted -> admit(admitted);
            case CertifyMember certified -> certify(certified, event.time());
            case SuspendMember(var member) -> {
                known.remove(member.value());
                awaited.remove(member.value());
                unreadable.remove(member);
            }
            default -> {}
        }
    }

    private void admit(AdmitMember admitted) {
        if (Application.isOne(admitted.card())) {
            awaited.add(admitted.member().value());
        } else if (MemberCard.parse(admitted.card()) instanceof Outcome.Success<MemberCard>(var card)
                && card.member().equals(admitted.member())) {
            known.put(card.member().value(), Known.of(card, Optional.empty()));
            unreadable.remove(card.member());
        } else {
            unread(admitted.member());
        }
    }

    private void certify(CertifyMember certified, Instant at) {
        var name = certified.member().value();
        var before = Optional.ofNullable(known.get(name)).map(Known::card);
        var isExpected = awaited.remove(name) || before.isPresent() || unreadable.contains(certified.member());
        if (!isExpected) {
            LOG.warn("the certified card of {}, who is no member, is not used", certified.member());
        } else if (MemberCard.parse(certified.card()) instanceof Outcome.Success<MemberCard>(var card)
                && card.member().equals(certified.member())) {
            known.put(name, Known.of(card, before.map(old -> new Before(old.tls(), at.plus(OVERLAP)))));
            unreadable.remove(card.member());
        } else {
            unread(certified.member());
        }
    }

    /** What was known of it before stays; who sees to it is the operator. */
    private void unread(NodeId member) {
        unreadable.add(member);
        LOG.warn("the card of member {} cannot be read", member);
    }

    /** Those without a card that could be read; whose newest one cannot be is asked by the one before. */
    @Override
    public Set<NodeId> unreadable() {
        return unreadable.stream()
                .filter(member -> !known.containsKey(member.value()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whose newest card cannot be read, in the order of their names. */
    public List<NodeId> unread() {
        return unreadable.stream().sorted(Comparator.comparing(NodeId::value)).toList();
    }

    /** The same in words for the operator. */
    public Optional<String> complaint() {
        var names = unread().stream().map(NodeId::value).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("the cards of these members on the ledger cannot be read: " + names
                        + "; update this node, or have them renew their certificates");
    }

    /** Whose certificates are good now. */
    public Standing standing() {
        return standing;
    }

    public Optional<MemberCard> card(NodeId member) {
        return Optional.ofNullable(known.get(member.value())).map(Known::card);
    }

    /** The card of a member whose certificate is good now, or why nothing of it is taken and nothing sealed for it. */
    public Outcome<MemberCard> trusted(NodeId member) {
        return inGoodStanding(member).map(Known::card);
    }

    private Outcome<Known> inGoodStanding(NodeId member) {
        return Optional.ofNullable(known.get(member.value()))
                .map(one -> standing.member(List.of(one.card().signing()), CertificateUse.SIGNING)
                        .then(holder -> holder.equals(member) ? Outcome.of(one) : Members.<Known>stranger(member)))
                .orElseGet(() -> stranger(member));
    }

    private static <T> Outcome<T> stranger(NodeId member) {
        return Outcome.failed(new Fault.Unauthenticated("not a member of this network: " + member));
    }

    public List<MemberCard> cards() {
        return known.values().stream().map(Known::card).toList();
    }

    @Override
    public List<Peer> active() {
        var now = standing.now();
        return known.values().stream().map(member -> member.peer(now)).toList();
    }

    @Override
    public Outcome<VerificationKey> of(NodeId member) {
        return inGoodStanding(member).map(Known::key);
    }
}

package org.healthsphere.node.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.healthsphere.consent.Directive.AdmitMember;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The register of members, as the ledger's events come to it. Whoever is suspended is out with the event. */
public final class Members implements MemberDirectory, SenderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    private final Map<String, MemberCard> cards = new ConcurrentSkipListMap<>();
    private final Standing standing;

    public Members(Standing standing) {
        this.standing = standing;
    }

    /** Takes in an event; those that are not about members change nothing. */
    public void apply(LedgerEvent event) {
        switch (event.directive()) {
            case AdmitMember admitted -> admit(admitted);
            case SuspendMember(var member) -> cards.remove(member.value());
            default -> {}
        }
    }

    private void admit(AdmitMember admitted) {
        if (MemberCard.parse(admitted.card()) instanceof Outcome.Success<MemberCard>(var card)
                && card.member().equals(admitted.member())) {
            cards.put(card.member().value(), card);
        } else {
            LOG.warn("the card of member {} cannot be used; the member stays out", admitted.member());
        }
    }

    public Optional<MemberCard> card(NodeId member) {
        return Optional.ofNullable(cards.get(member.value()));
    }

    /** The card of a member whose certificate is good now, or why nothing of it is taken and nothing sealed for it. */
    public Outcome<MemberCard> trusted(NodeId member) {
        return card(member)
                .map(card -> standing.member(List.of(card.signing()), CertificateUse.SIGNING)
                        .then(holder -> holder.equals(member) ? Outcome.of(card) : stranger(member)))
                .orElseGet(() -> stranger(member));
    }

    private static <T> Outcome<T> stranger(NodeId member) {
        return Outcome.failed(new Fault.Unauthenticated("not a member of this network: " + member));
    }

    public List<MemberCard> cards() {
        return List.copyOf(cards.values());
    }

    @Override
    public List<Peer> active() {
        return cards.values().stream().map(MemberCard::peer).toList();
    }

    @Override
    public Outcome<VerificationKey> of(NodeId member) {
        return trusted(member).map(MemberCard::verificationKey);
    }
}

package org.healthsphere.node.portal;

import java.util.Comparator;
import java.util.List;
import org.healthsphere.federation.Peer;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.NodeId;

/** The members by the names that people know. */
record Hospitals(Hospital self, Members members) {
    /** All that take part but this one, by name. */
    List<Hospital> others() {
        return members.active().stream()
                .map(Peer::id)
                .map(this::of)
                .filter(hospital -> !hospital.equals(self))
                .sorted(Comparator.comparing(Hospital::name))
                .toList();
    }

    Hospital of(NodeId member) {
        if (member.value().equals(self.id())) {
            return self;
        }
        return new Hospital(
                member.value(),
                members.card(member).map(MemberCard::organization).orElse(member.value()));
    }
}

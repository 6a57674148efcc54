package org.healthsphere.node.portal;

import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.NodeId;

/** The members by the names that people know. */
record Hospitals(Hospital self, Members members) {
    Hospital of(NodeId member) {
        if (member.value().equals(self.id())) {
            return self;
        }
        return new Hospital(
                member.value(),
                members.card(member).map(MemberCard::organization).orElse(member.value()));
    }
}

package org.healthsphere.node.web.ops;

import java.util.List;

/** Who is in the network. */
public record MembersView(List<Member> members) {
    public MembersView {
        members = List.copyOf(members);
    }
}

package org.healthsphere.federation.merge;

import org.healthsphere.specs.NodeId;

/** Where something is from: one version of a resource at a member. */
public record Source(NodeId member, String type, String id, long version) {
    /** The reference within that member. */
    public String reference() {
        return type + "/" + id;
    }

    @Override
    public String toString() {
        return member + ":" + type + "/" + id + "/_history/" + version;
    }
}

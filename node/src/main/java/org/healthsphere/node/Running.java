package org.healthsphere.node;

import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.AccessTokens;

/**
 * A node that has started.
 *
 * @param tokens issues access tokens of this node, for whoever started it
 */
public record Running(Node node, MemberIdentity identity, Node.Ports ports, AccessTokens tokens)
        implements AutoCloseable {
    @Override
    public void close() {
        node.close();
    }
}

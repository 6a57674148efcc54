package org.healthsphere.node.peers;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.specs.NodeId;

/** The endpoint of a member that no connection reaches: a path at another member, who relays. */
public final class RelayAddress {
    static final String LINE = "/relay/v1/line";
    private static final String PLACE = "/relay/v1/";
    private static final Pattern FORM = Pattern.compile("/relay/v1/([a-z0-9-]{1,63})(?:/.*)?");

    private RelayAddress() {}

    /**
     * Where a member is reached by way of a relay.
     *
     * @param relay the endpoint of the member that relays
     */
    public static URI of(URI relay, NodeId member) {
        return URI.create("https://" + relay.getRawAuthority() + PLACE + member);
    }

    /** Who is meant by an endpoint, or by a path below it; empty when it is no relay's. */
    public static Optional<NodeId> member(String path) {
        var form = FORM.matcher(path);
        return form.matches() && !path.equals(LINE) ? Optional.of(new NodeId(form.group(1))) : Optional.empty();
    }

    /** Whether somebody else's door is knocked at. */
    public static boolean isRelayed(URI endpoint) {
        return member(Optional.ofNullable(endpoint.getPath()).orElse("")).isPresent();
    }
}

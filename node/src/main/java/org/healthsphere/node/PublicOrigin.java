package org.healthsphere.node;

import java.util.Set;
import java.util.function.Supplier;
import org.healthsphere.node.config.NodeConfig;

/** The one origin under which the world reaches this node: what the hospital says, or else where the node listens. */
final class PublicOrigin implements Supplier<String> {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1", "0.0.0.0", "localhost");

    private final NodeConfig config;
    private volatile int port;

    PublicOrigin(NodeConfig config) {
        this.config = config;
        this.port = config.http().port();
    }

    /** Once it is known, where a free port was wanted. */
    void listensAt(int actual) {
        port = actual;
    }

    @Override
    public String get() {
        var host = config.http().host();
        return config.url()
                .orElseGet(() -> "https://" + (THIS_MACHINE.contains(host) ? "localhost" : host) + ":" + port);
    }
}

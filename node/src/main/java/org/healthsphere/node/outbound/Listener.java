package org.healthsphere.node.outbound;

import java.net.InetSocketAddress;

/**
 * A system of the hospital that wants to be told by HL7 v2.
 *
 * @param name as the hospital calls it; by it is known how far it was told
 * @param address where it listens for MLLP
 * @param tls whether the line to it is encrypted
 * @param passesOver whether a message that it refuses is told no more; else it is told again, and all others wait
 */
public record Listener(
        String name, InetSocketAddress address, boolean tls, String application, String facility, boolean passesOver) {
    /** One who is told all, in order, whatever it answers. */
    public Listener(String name, InetSocketAddress address, boolean tls, String application, String facility) {
        this(name, address, tls, application, facility, false);
    }

    public Listener {
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("a listener is named by small letters, digits and hyphens: " + name);
        }
    }
}

package org.healthsphere.node.smart;

import java.util.Optional;

/**
 * What came to an endpoint for apps.
 *
 * @param authorization the header of that name
 * @param body as it was sent
 * @param address where it came from
 */
public record Call(Optional<String> authorization, String body, String address, String correlation) {
    @Override
    public String toString() {
        return "Call[" + correlation + "]";
    }
}

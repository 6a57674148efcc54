package org.healthsphere.terminology.remote;

import java.net.URI;
import java.time.Duration;

/**
 * A FHIR R4 terminology server.
 *
 * @param base URL without a slash at the end
 * @param patience how long one answer may take, body included
 * @param largestAnswer in bytes
 */
public record RemoteServer(URI base, Duration patience, int largestAnswer) {
    public RemoteServer {
        if (patience.isNegative() || patience.isZero() || largestAnswer < 1) {
            throw new IllegalArgumentException("a server is given some time and some room to answer");
        }
        if (base.toString().endsWith("/")) {
            base = URI.create(base.toString().substring(0, base.toString().length() - 1));
        }
    }
}

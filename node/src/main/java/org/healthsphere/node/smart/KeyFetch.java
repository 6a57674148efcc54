package org.healthsphere.node.smart;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import org.healthsphere.specs.Outcome;

/** Brings the keys that an app publishes. */
@FunctionalInterface
interface KeyFetch {
    /** {@link org.healthsphere.specs.Fault.Unauthenticated} when there are none to be had. */
    Outcome<Fetched> fetch(URI place);

    /** Keys, and how long they may be kept. */
    record Fetched(JWKSet keys, Duration fresh) {}
}

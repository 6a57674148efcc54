package org.healthsphere.node.fhir.subscription;

import java.net.URI;
import java.time.Duration;

/** Brings notifications to the endpoints of subscribers. */
@FunctionalInterface
public interface Hooks {
    /** Posts it once, follows no redirect, and is back after this time at the latest. The caller's thread waits. */
    Delivery post(URI endpoint, Message message, Duration longest);
}

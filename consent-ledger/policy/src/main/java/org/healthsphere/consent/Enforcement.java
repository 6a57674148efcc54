package org.healthsphere.consent;

import java.time.Duration;

/**
 * How long it took from the making of a revocation to its being enforced here.
 *
 * @param count of revocations that were enforced since the node was ready
 * @param p50 half of the newest thousand took no longer
 */
public record Enforcement(long count, Duration p50, Duration p95, Duration p99, Duration worst) {}

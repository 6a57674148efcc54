package org.healthsphere.node.web.ops;

import java.time.Instant;

/**
 * A message that could not be mapped whole.
 *
 * @param id of the message, not of a patient
 * @param reason without health data
 */
public record Quarantined(String id, Instant at, String source, String kind, String reason) {}

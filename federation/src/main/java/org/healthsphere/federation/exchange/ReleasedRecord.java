package org.healthsphere.federation.exchange;

import org.healthsphere.specs.Bytes;

/**
 * One version of a resource, as the member that holds it serves it.
 *
 * @param json its bytes, untouched
 */
public record ReleasedRecord(String type, String id, long version, Bytes json) {}

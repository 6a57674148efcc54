package org.healthsphere.node.audit;

import org.healthsphere.specs.Sha256;

/**
 * Where a log ends. Kept elsewhere it is an anchor: a log that was cut or written anew does not lead to it.
 *
 * @param sequence how many entries there are
 * @param hash that of the last one
 */
public record AuditHead(long sequence, Sha256 hash) {
    /** Before the first entry. */
    public static final AuditHead START = new AuditHead(0, Sha256.of("HealthSphere audit log v1"));
}

package org.healthsphere.node.access;

import org.healthsphere.specs.Outcome;

/** Says who calls with a bearer token (RFC 6750). It MUST NOT block. */
@FunctionalInterface
public interface Bearers {
    /** {@link org.healthsphere.specs.Fault.Unauthenticated} for every token that is not good now. */
    Outcome<Caller> verify(String token);
}

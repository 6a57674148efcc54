package org.healthsphere.node.fhir;

import java.io.Serial;

/** A document that is no resource at all; it never leaves the check. */
final class NotAResource extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotAResource(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

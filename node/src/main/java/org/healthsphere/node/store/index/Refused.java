package org.healthsphere.node.store.index;

import java.io.Serial;
import org.healthsphere.specs.Fault;

/** A part of a query that is not understood; it never leaves this package, where it becomes a {@link Fault.Invalid}. */
final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Fault.Problem problem;

    Refused(String parameter, String what) {
        super(what, null, false, false);
        this.problem = new Fault.Problem(parameter, what);
    }

    Fault.Problem problem() {
        return problem;
    }
}

package org.healthsphere.node.fhir.patch;

import java.io.Serial;
import org.healthsphere.specs.Fault;

/** A step of a change that cannot be done; it never leaves this package. */
final class Unfit extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    private Unfit(Fault fault) {
        super("unfit", null, false, false);
        this.fault = fault;
    }

    /** The change itself is not understood. */
    static Unfit invalid(String at, String what) {
        return new Unfit(Trees.invalid(at, what));
    }

    /** The change does not go with the resource. */
    static Unfit resource(String at, String what) {
        return new Unfit(Trees.unfit(at, what));
    }

    Fault fault() {
        return fault;
    }
}

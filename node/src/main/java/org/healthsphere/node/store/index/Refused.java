package org.healthsphere.node.store.index;

import java.io.Serial;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.healthsphere.specs.Fault;

/** A part of a query that is not understood or not permitted; it never leaves this package, where it becomes its fault. */
final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    Refused(String parameter, String what) {
        this(new Fault.Invalid(List.of(new Fault.Problem(parameter, what))), what);
    }

    private Refused(Fault fault, String what) {
        super(what, null, false, false);
        this.fault = fault;
    }

    /** A search of types that the filter has not; none: of any. */
    static Refused beyond(Collection<String> types) {
        var what = "the token's scopes do not cover a search of "
                + (types.isEmpty() ? "any type" : String.join(", ", new TreeSet<>(types)));
        return new Refused(new Fault.Forbidden(what), what);
    }

    Fault fault() {
        return fault;
    }
}

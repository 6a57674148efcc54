package org.healthsphere.node.ingest;

import java.util.List;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;

/** A fault as one line for people. */
public final class Faults {
    private Faults() {}

    public static String text(Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> lines(problems);
            case Fault.Unprocessable(var problems) -> lines(problems);
            case Fault.NotFound(var what) -> "not found: " + what;
            case Fault.Gone(var what) -> "deleted: " + what;
            case Fault.Unauthenticated(var ground) -> ground;
            case Fault.Forbidden(var ground) -> ground;
            case Fault.Conflict(var what) -> what;
            case Fault.VersionMismatch(var what) -> what;
            case Fault.TooMany(var what) -> "too many: " + what;
            case Fault.TooCostly(var what) -> "too costly: " + what;
            case Fault.Timeout(var part) -> "not in time: " + part;
            case Fault.Unavailable(var part) -> "unavailable: " + part;
        };
    }

    private static String lines(List<Fault.Problem> problems) {
        return problems.stream().map(Fault.Problem::toString).collect(Collectors.joining("; "));
    }
}

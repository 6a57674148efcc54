package org.healthsphere.consent.contract;

import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;

/**
 * How a refusal travels through a peer, whose own status says no more than that it is one: a code and a few words of a closed alphabet, so that no text of whatever lies
 * between can be taken for the contract's.
 */
public final class Refusals {
    private Refusals() {}

    /** What a peer passes on: {@code refused <code>: <words>}. */
    public static String text(Fault fault) {
        return "refused " + code(fault) + ": " + words(fault);
    }

    /** 400 form, 403 signature or role, 404, 409 exists or changed, 410 revoked, 422 a rule that cannot be kept. */
    private static int code(Fault fault) {
        return switch (fault) {
            case Fault.Invalid _ -> 400;
            case Fault.Unauthenticated _ -> 401;
            case Fault.Forbidden _ -> 403;
            case Fault.NotFound _ -> 404;
            case Fault.Conflict _ -> 409;
            case Fault.Gone _ -> 410;
            case Fault.VersionMismatch _ -> 412;
            case Fault.Unprocessable _ -> 422;
            case Fault.TooMany _ -> 429;
            case Fault.TooCostly _ -> 403;
            case Fault.Timeout _ -> 504;
            case Fault.Unavailable _ -> 503;
        };
    }

    private static String words(Fault fault) {
        var words = switch (fault) {
            case Fault.Invalid(var problems) -> join(problems);
            case Fault.Unprocessable(var problems) -> join(problems);
            case Fault.Unauthenticated(var ground) -> ground;
            case Fault.Forbidden(var ground) -> ground;
            case Fault.NotFound(var what) -> what;
            case Fault.Conflict(var what) -> what;
            case Fault.Gone(var what) -> what;
            case Fault.VersionMismatch(var what) -> what;
            case Fault.TooMany(var what) -> what;
            case Fault.TooCostly(var what) -> what;
            case Fault.Timeout(var part) -> part;
            case Fault.Unavailable(var part) -> part;
        };
        return words.replaceAll("[^A-Za-z0-9 .,:_-]", " ");
    }

    private static String join(Iterable<Problem> problems) {
        var words = new StringBuilder();
        problems.forEach(problem -> words.append(words.isEmpty() ? "" : ", ").append(problem));
        return words.toString();
    }
}

package org.healthsphere.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;

/** The only place where a {@link Fault} becomes FHIR and HTTP. */
public final class OperationOutcomes {
    private OperationOutcomes() {}

    public static int status(Fault fault) {
        return switch (fault) {
            case Fault.NotFound _ -> 404;
            case Fault.Gone _ -> 410;
            case Fault.Unauthenticated _ -> 401;
            case Fault.Forbidden _ -> 403;
            case Fault.Invalid _ -> 400;
            case Fault.Unprocessable _ -> 422;
            case Fault.Conflict _ -> 409;
            case Fault.VersionMismatch _ -> 412;
            case Fault.TooMany _ -> 429;
            case Fault.TooCostly _ -> 413;
            case Fault.Timeout _ -> 504;
            case Fault.Unavailable _ -> 503;
        };
    }

    /** The code of FHIR's IssueType. */
    public static String issueType(Fault fault) {
        return switch (fault) {
            case Fault.NotFound _ -> "not-found";
            case Fault.Gone _ -> "deleted";
            case Fault.Unauthenticated _ -> "login";
            case Fault.Forbidden _ -> "forbidden";
            case Fault.Invalid _ -> "invalid";
            case Fault.Unprocessable _ -> "processing";
            case Fault.Conflict _ -> "duplicate";
            case Fault.VersionMismatch _ -> "conflict";
            case Fault.TooMany _ -> "throttled";
            case Fault.TooCostly _ -> "too-costly";
            case Fault.Timeout _ -> "timeout";
            case Fault.Unavailable _ -> "transient";
        };
    }

    /** The OperationOutcome in JSON: an issue for each problem. */
    public static byte[] json(Fault fault) {
        var outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        var issues = outcome.putArray("issue");
        problems(fault).forEach(problem -> add(issues, issueType(fault), problem));
        return outcome.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<Problem> problems(Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> problems;
            case Fault.Unprocessable(var problems) -> problems;
            case Fault.NotFound(var what) -> whole("There is no " + what + " here.");
            case Fault.Gone(var what) -> whole(what + " has been deleted.");
            case Fault.Unauthenticated(var ground) -> whole(ground);
            case Fault.Forbidden(var ground) -> whole(ground);
            case Fault.Conflict(var what) -> whole(what);
            case Fault.VersionMismatch(var what) -> whole(what);
            case Fault.TooMany(var what) -> whole(what);
            case Fault.TooCostly(var what) -> whole(what);
            case Fault.Timeout(var part) -> whole("Not ready in time: " + part + ". Try again later.");
            case Fault.Unavailable(var part) -> whole("Not available now: " + part + ". Try again later.");
        };
    }

    private static List<Problem> whole(String what) {
        return List.of(new Problem("", what));
    }

    private static void add(ArrayNode issues, String type, Problem problem) {
        var issue =
                issues.addObject().put("severity", "error").put("code", type).put("diagnostics", problem.toString());
        if (!problem.at().isEmpty()) {
            issue.putArray("expression").add(problem.at());
        }
    }
}

package org.healthsphere.node.smart;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.minidev.json.JSONObject;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What an endpoint for apps answers: JSON, never kept by anybody in between.
 *
 * @param json empty: nothing but the status
 */
public record Reply(int status, String json) {
    private static final int OK = 200;
    private static final int SLOW_DOWN = 429;

    static Reply ok(Map<String, ?> json) {
        return new Reply(OK, JSONObject.toJSONString(json));
    }

    static Reply of(Outcome<Reply> outcome) {
        return switch (outcome) {
            case Outcome.Success<Reply>(var reply) -> reply;
            case Outcome.Failure<Reply>(var fault) -> of(error(fault));
        };
    }

    static Reply of(ErrorObject error) {
        return new Reply(error.getHTTPStatusCode(), error.toJSONObject().toJSONString());
    }

    /** The only place where a fault becomes an error of OAuth 2.0 (RFC 6749, section 5.2). */
    static ErrorObject error(Fault fault) {
        return switch (fault) {
            case Fault.Unauthenticated(var ground) -> OAuth2Error.INVALID_CLIENT.setDescription(legal(ground));
            case Fault.Conflict(var what) -> OAuth2Error.INVALID_GRANT.setDescription(legal(what));
            case Fault.Gone(var what) -> OAuth2Error.INVALID_GRANT.setDescription(legal(what));
            case Fault.Forbidden(var ground) -> OAuth2Error.UNAUTHORIZED_CLIENT.setDescription(legal(ground));
            case Fault.Unprocessable(var problems) -> OAuth2Error.INVALID_SCOPE.setDescription(legal(words(problems)));
            case Fault.NotFound(var what) -> OAuth2Error.UNSUPPORTED_GRANT_TYPE.setDescription(legal(what));
            case Fault.Invalid(var problems) -> OAuth2Error.INVALID_REQUEST.setDescription(legal(words(problems)));
            case Fault.VersionMismatch(var what) -> OAuth2Error.INVALID_REQUEST.setDescription(legal(what));
            case Fault.TooCostly(var what) -> OAuth2Error.INVALID_REQUEST.setDescription(legal(what));
            case Fault.TooMany(var what) -> new ErrorObject("slow_down", legal(what), SLOW_DOWN);
            case Fault.Timeout(var part) -> OAuth2Error.TEMPORARILY_UNAVAILABLE.setDescription(legal(part));
            case Fault.Unavailable(var part) -> OAuth2Error.TEMPORARILY_UNAVAILABLE.setDescription(legal(part));
        };
    }

    /** Only what a description may hold (RFC 6749, section 5.2). */
    static String legal(String description) {
        return description.replaceAll("[^\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]", "'");
    }

    private static String words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}

package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The answer to an operation.
 *
 * @param status of HTTP: 200, or why the request is refused
 * @param resource what was asked for, or an OperationOutcome
 */
public record Reply(int status, ObjectNode resource) {
    static Reply of(ObjectNode resource) {
        return new Reply(200, resource);
    }

    static Reply refused(Refused refused) {
        return new Reply(refused.status(), Issues.outcome(refused.issues()));
    }

    public boolean isSuccess() {
        return status < 300;
    }
}

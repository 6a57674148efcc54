package org.healthsphere.node.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.healthsphere.specs.Fault;

/** Answers a fault, as {@link OperationOutcomes} has it. */
public final class Faults {
    private static final int SERVER_ERROR = 500;

    private Faults() {}

    public static void answer(RoutingContext context, Fault fault) {
        answer(context, OperationOutcomes.status(fault), fault);
    }

    /** With a status other than the fault's own: a defect is 500 whatever it is called. */
    static void answer(RoutingContext context, int status, Fault fault) {
        var response = context.response();
        response.setStatusCode(status < 400 ? SERVER_ERROR : status)
                .putHeader("Content-Type", "application/fhir+json;charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        if (status == OperationOutcomes.status(new Fault.Unauthenticated(""))) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.end(Buffer.buffer(OperationOutcomes.json(fault)));
    }
}

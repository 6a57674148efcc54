package org.healthsphere.node.web.page;

import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.specs.Fault;

/**
 * What went wrong, for the page that says what happened, what it means and what to do.
 *
 * @param kind names the three texts
 * @param correlation what the reader can quote
 */
public record Trouble(String kind, int status, String correlation) {
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHENTICATED = 401;
    private static final int DEFECT = 500;

    static Trouble of(Fault fault, String correlation) {
        return new Trouble(fault.getClass().getSimpleName(), OperationOutcomes.status(fault), correlation);
    }

    /** A form that did not come from the page this reader fetched, or came too late. */
    static Trouble staleForm(String correlation) {
        return new Trouble("StaleForm", FORBIDDEN, correlation);
    }

    static Trouble signedOut(String correlation) {
        return new Trouble("SignedOut", UNAUTHENTICATED, correlation);
    }

    /** The page is for others. */
    static Trouble otherPlace(String correlation) {
        return new Trouble("OtherPlace", FORBIDDEN, correlation);
    }

    static Trouble defect(String correlation) {
        return new Trouble("Defect", DEFECT, correlation);
    }
}

package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.function.Function;
import org.healthsphere.specs.Outcome;

/**
 * One thing that can be asked, where, and under which name the CapabilityStatement tells it.
 *
 * @param path below the base
 * @param code of TypeRestfulInteraction or SystemRestfulInteraction; of an operation its name with the dollar
 */
record Interaction(HttpMethod method, String path, String code, Function<Call, Outcome<Answer>> work) {
    boolean isOperation() {
        return code.startsWith("$");
    }

    boolean isOfSystem() {
        return path.equals("/") || path.startsWith("/_");
    }
}

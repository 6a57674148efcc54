package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpServerRequest;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Outcome;

/** Says who asks and for what purpose, and whether he may ask this at all. It is called on the event loop and MUST NOT block. */
@FunctionalInterface
public interface Authenticator {
    /** {@link org.healthsphere.specs.Fault.Unauthenticated} or {@link org.healthsphere.specs.Fault.Forbidden} when he may not. */
    Outcome<Access> authenticate(HttpServerRequest request);
}

package org.healthsphere.node.fhir.patch;

import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** A change to a resource that was read and understood, but not yet applied. */
@FunctionalInterface
public interface Patch {
    /**
     * The resource as it would be. {@link org.healthsphere.specs.Fault.Unprocessable} when it is not what the change expects; whether
     * the result is still a resource is for others to check.
     */
    Outcome<Bytes> apply(Bytes resource);
}

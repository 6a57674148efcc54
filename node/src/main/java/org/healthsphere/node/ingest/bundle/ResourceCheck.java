package org.healthsphere.node.ingest.bundle;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** Whether bytes are a FHIR R4 resource. */
public interface ResourceCheck {
    /** What is wrong, by element and without values; empty when nothing is. */
    List<Fault.Problem> problems(Bytes resource);
}

package org.healthsphere.node.ingest;

import java.util.List;
import org.healthsphere.node.store.Commit;

/**
 * What a message came to.
 *
 * @param mapping name and version of the mapping that was followed
 * @param remarks what was left out, where and why, without any value: it is counted
 */
public record Mapped(List<Draft> drafts, List<Commit.Mark> marks, String mapping, List<String> remarks) {
    /** The mapping of what is FHIR already. */
    public static final String AS_SENT = "fhir";

    public Mapped {
        drafts = List.copyOf(drafts);
        marks = List.copyOf(marks);
        remarks = List.copyOf(remarks);
    }

    /** Whether nothing was mapped: it came as FHIR. */
    boolean isAsSent() {
        return mapping.equals(AS_SENT);
    }
}

package org.healthsphere.node.ingest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.Commit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/**
 * What a message came to.
 *
 * @param mapping name and version of the mapping that was followed
 * @param remarks what was left out, where and why, without any value: it is counted
 * @param records how many the message told: rows of a table, lines of a file
 * @param rest the records among them that cannot be taken
 * @param parts where the message can be divided: what of it is about each patient, and under the empty text what is about nobody
 */
public record Mapped(
        List<Draft> drafts,
        List<Commit.Mark> marks,
        String mapping,
        List<String> remarks,
        int records,
        Optional<Rest> rest,
        Map<String, Bytes> parts) {
    /** The mapping of what is FHIR already. */
    public static final String AS_SENT = "fhir";

    public Mapped {
        drafts = List.copyOf(drafts);
        marks = List.copyOf(marks);
        remarks = List.copyOf(remarks);
        parts = Map.copyOf(parts);
    }

    /** One record, taken whole. */
    public Mapped(List<Draft> drafts, List<Commit.Mark> marks, String mapping, List<String> remarks) {
        this(drafts, marks, mapping, remarks, 1, Optional.empty(), Map.of());
    }

    /** Whether nothing was mapped: it came as FHIR. */
    boolean isAsSent() {
        return mapping.equals(AS_SENT);
    }

    /**
     * A message of its own that holds what of this one is set aside.
     *
     * @param records how many
     * @param reason without health data
     */
    public record Rest(Bytes raw, int records, Fault reason) {}
}

package org.healthsphere.node.ingest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Ingest.Merged;
import org.healthsphere.node.store.Commit;
import org.healthsphere.specs.Bytes;

/** Where resources say that one patient is another one. */
final class Merges {
    /** Merges that have begun: key, who is replaced and the message that said so; value, who replaces. */
    static final String SPACE = "patient-merge";

    private static final String PATIENT = "Patient";

    private Merges() {}

    /** The merges that these tell. */
    static Stream<Merged> in(List<Draft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.id().type().equals(PATIENT))
                .flatMap(draft -> Json.elements(draft.json().path("link"))
                        .filter(link -> link.path("type").asText().equals("replaced-by"))
                        .map(link -> link.at("/other/reference").asText().replaceFirst("^Patient/", ""))
                        .map(survivor -> new Merged(draft.id().id(), survivor)));
    }

    /** What remembers, from the commit on that tells of them, that the records of these are to become one. */
    static List<Commit.Mark> marks(MessageId message, List<Draft> drafts) {
        return in(drafts)
                .map(merged -> new Commit.Mark(
                                SPACE, merged.other() + "/" + message.key(), Bytes.utf8(merged.survivor()))
                        .about(merged.survivor()))
                .toList();
    }

    /** Whether this patient's record says now that it is another one's. */
    static Optional<String> survivor(RecordSink sink, String patient) {
        return new Identities(sink).of(patient).filter(survivor -> !survivor.equals(patient));
    }
}

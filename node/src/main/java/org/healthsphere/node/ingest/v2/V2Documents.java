package org.healthsphere.node.ingest.v2;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * C-CDA documents that come inside of messages (MDM, ORU): what they say is mapped as if they had come by themselves.
 *
 * <p>The document itself is in the record already, as the scan that it came as. One of another patient is that and nothing more.
 */
final class V2Documents {
    private static final Set<String> CAME_AS = Set.of("Patient", "Binary", "DocumentReference");
    private static final String ROOT = "<ClinicalDocument";
    private static final int BEGINNING = 4_096;

    private final Optional<Feed> reader;
    private final Source source;
    private final Consumer<String> remarks;

    V2Documents(Optional<Feed> reader, Source source, Consumer<String> remarks) {
        this.reader = reader;
        this.source = source;
        this.remarks = remarks;
    }

    /** What a scan says of this patient, when it is such a document. */
    Optional<Mapped> read(JsonNode scan, String patient, Identities identities) {
        return reader.flatMap(feed -> document(scan).flatMap(bytes -> mapped(feed, bytes, patient, identities)));
    }

    private static Optional<Bytes> document(JsonNode scan) {
        if (!scan.path("contentType").asText().contains("xml")) {
            return Optional.empty();
        }
        var bytes = Base64.getDecoder().decode(scan.path("data").asText());
        var beginning =
                new String(Arrays.copyOf(bytes, Math.min(bytes.length, BEGINNING)), StandardCharsets.ISO_8859_1);
        return Optional.of(Bytes.of(bytes)).filter(_ -> beginning.contains(ROOT));
    }

    private Optional<Mapped> mapped(Feed feed, Bytes document, String patient, Identities identities) {
        return switch (feed.read(source, document).then(message -> message.map(identities))) {
            case Outcome.Success<Mapped>(var mapped) -> of(patient, mapped);
            case Outcome.Failure<Mapped>(var fault) -> {
                remarks.accept("OBX-5: a document that cannot be mapped: " + Faults.text(fault));
                yield Optional.empty();
            }
        };
    }

    private Optional<Mapped> of(String patient, Mapped mapped) {
        if (!mapped.drafts().stream().allMatch(draft -> draft.patient().equals(Optional.of(patient)))) {
            remarks.accept("OBX-5: a document of another patient");
            return Optional.empty();
        }
        mapped.remarks().forEach(remarks);
        List<Draft> said = mapped.drafts().stream()
                .filter(draft -> !CAME_AS.contains(draft.id().type()))
                .toList();
        return Optional.of(new Mapped(said, mapped.marks(), mapped.mapping(), List.of()));
    }
}

package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/**
 * Documents that take the place of others: the earlier one is told to be superseded, and stays.
 *
 * <p>By the number that its source gave it, and of the same patient and source only.
 */
public final class DocumentVersions {
    private static final String SPACE = "document-number";
    private static final String DOCUMENT = "DocumentReference";
    /** What is no document any more is not one that was replaced. */
    private static final Map<String, Set<String>> SPARED = Map.of("status", Set.of("entered-in-error"));

    private final String source;
    private final Identities identities;

    public DocumentVersions(Source source, Identities identities) {
        this.source = source.name();
        this.identities = identities;
    }

    /** Adds to these what they say of those that they replace; what is returned finds these when they are replaced. */
    public List<Commit.Mark> replace(Map<ResourceId, Draft> drafts) {
        var marks = new ArrayList<Commit.Mark>();
        for (var draft : List.copyOf(drafts.values())) {
            var patient = draft.patient();
            if (draft.id().type().equals(DOCUMENT) && patient.isPresent()) {
                numbers(draft.json())
                        .flatMap(number -> key(number, patient.get()).stream())
                        .filter(key -> identities.noted(SPACE, key).isEmpty())
                        .map(key -> new Commit.Mark(
                                        SPACE, key, Bytes.utf8(draft.id().id()))
                                .about(patient.get()))
                        .forEach(marks::add);
                replaced(draft, patient.get()).forEach(earlier -> drafts.putIfAbsent(earlier.id(), earlier));
            }
        }
        return marks;
    }

    private static Stream<JsonNode> numbers(JsonNode document) {
        return document.has("masterIdentifier")
                ? Stream.of(document.path("masterIdentifier"))
                : Json.elements(document.path("identifier"));
    }

    private Optional<String> key(JsonNode number, String patient) {
        return Identities.Identifier.of(number)
                .map(identifier -> Ids.digest("document", source, patient, identifier.system(), identifier.value()));
    }

    private Stream<Draft> replaced(Draft draft, String patient) {
        return Json.elements(draft.json().path("relatesTo"))
                .filter(other -> other.path("code").asText().equals("replaces"))
                .flatMap(other -> key(other.at("/target/identifier"), patient).stream())
                .flatMap(key -> identities.noted(SPACE, key).stream())
                .map(id -> new ResourceId(DOCUMENT, id))
                .filter(id -> !id.equals(draft.id()))
                .map(id -> new Draft(
                        id,
                        Optional.of(patient),
                        Json.object().put("status", "superseded"),
                        Set.of(),
                        Draft.OnExisting.ONLY,
                        SPARED));
    }
}

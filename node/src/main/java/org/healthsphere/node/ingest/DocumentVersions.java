package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/**
 * Documents that take the place of others: the earlier one is told to be superseded, and stays.
 *
 * <p>By the number that its source gave it, and of the same patient and source only. Whichever comes first: that a document was
 * replaced stands in the one that replaces it ({@code relatesTo}), and marks say where to look.
 */
public final class DocumentVersions {
    static final String DOCUMENT = "DocumentReference";
    private static final String STATUS = "status";
    private static final String SUPERSEDED = "superseded";
    private static final String IN_ERROR = "entered-in-error";

    /** Which document has this number; empty while it was only heard of. */
    private static final String NUMBERED = "document-number";
    /** The same, of one that was heard of before it came. */
    private static final String LATE = "document-number-late";
    /** Which document says that it replaces the one of this number. */
    private static final String REPLACED = "document-replaced";

    /** What is no document any more is not one that was replaced. */
    private static final Map<String, Set<String>> SPARED = Map.of(STATUS, Set.of(IN_ERROR));

    private final String source;
    private final Identities identities;

    public DocumentVersions(Source source, Identities identities) {
        this(source.name(), identities);
    }

    DocumentVersions(String source, Identities identities) {
        this.source = source;
        this.identities = identities;
    }

    /** Adds to these what they say of those that they replace; what is returned finds these when they are replaced. */
    public List<Commit.Mark> replace(Map<ResourceId, Draft> drafts) {
        var marks = new ArrayList<Commit.Mark>();
        var here = new HashMap<String, ResourceId>();
        var documents = drafts.values().stream()
                .filter(draft ->
                        draft.id().type().equals(DOCUMENT) && draft.patient().isPresent())
                .toList();
        documents.forEach(draft -> numbers(draft.json(), draft.patient())
                .filter(key -> here.putIfAbsent(key, draft.id()) == null)
                .forEach(key -> numbered(key, draft, marks)));
        for (var draft : documents) {
            replaced(draft.json(), draft.patient()).distinct().forEach(key -> {
                if (noted(REPLACED, key).isEmpty()) {
                    marks.add(mark(REPLACED, key, draft.id().id(), draft));
                }
                Optional.ofNullable(here.get(key))
                        .or(() -> whose(key))
                        .filter(id -> !id.equals(draft.id()))
                        .ifPresentOrElse(id -> drafts.merge(id, superseded(id, draft), Draft::then), () -> {
                            // Who brings that one at the same time must find this one.
                            if (noted(NUMBERED, key).isEmpty() && !here.containsKey(key)) {
                                marks.add(mark(NUMBERED, key, "", draft));
                            }
                        });
            });
        }
        return distinct(marks);
    }

    private static List<Commit.Mark> distinct(List<Commit.Mark> marks) {
        var seen = new LinkedHashMap<String, Commit.Mark>();
        marks.forEach(mark -> seen.putIfAbsent(mark.space() + "/" + mark.key(), mark));
        return List.copyOf(seen.values());
    }

    private void numbered(String key, Draft draft, List<Commit.Mark> marks) {
        var there = noted(NUMBERED, key);
        if (there.isEmpty()) {
            marks.add(mark(NUMBERED, key, draft.id().id(), draft));
        } else if (there.get().isEmpty() && noted(LATE, key).isEmpty()) {
            marks.add(mark(LATE, key, draft.id().id(), draft));
        }
    }

    /** Tells those of these that they are superseded which a stored document says that it replaces. */
    void late(List<Draft> drafts) {
        drafts.stream()
                .filter(draft -> draft.id().type().equals(DOCUMENT))
                .filter(draft -> isReplaced(draft.id(), draft.json(), draft.patient(), identities::says))
                .forEach(draft -> draft.json().put(STATUS, SUPERSEDED));
    }

    /** Whether a document that would be current is replaced by one that, by what is said of it, is none in error. */
    boolean isReplaced(
            ResourceId id,
            ObjectNode document,
            Optional<String> patient,
            Function<ResourceId, Optional<ObjectNode>> says) {
        return document.path(STATUS).asText().equals("current")
                && numbers(document, patient)
                        .anyMatch(key -> noted(REPLACED, key)
                                .map(by -> new ResourceId(DOCUMENT, by))
                                .filter(by -> !by.equals(id))
                                .flatMap(says)
                                .filter(by -> !by.path(STATUS).asText().equals(IN_ERROR))
                                .filter(by -> replaced(by, patient).anyMatch(key::equals))
                                .isPresent());
    }

    /** The documents that are here of those which this one says that it replaces. */
    Stream<ResourceId> replacedBy(ObjectNode document, Optional<String> patient) {
        return replaced(document, patient).flatMap(key -> whose(key).stream());
    }

    private Optional<ResourceId> whose(String key) {
        return noted(NUMBERED, key)
                .flatMap(id -> id.isEmpty() ? noted(LATE, key) : Optional.of(id))
                .map(id -> new ResourceId(DOCUMENT, id));
    }

    private Optional<String> noted(String space, String key) {
        return identities.noted(space, key);
    }

    private static Commit.Mark mark(String space, String key, String value, Draft draft) {
        return new Commit.Mark(space, key, Bytes.utf8(value))
                .about(draft.patient().orElseThrow());
    }

    private Stream<String> numbers(JsonNode document, Optional<String> patient) {
        var numbers = document.has("masterIdentifier")
                ? Stream.of(document.path("masterIdentifier"))
                : Json.elements(document.path("identifier"));
        return keys(numbers, patient);
    }

    private Stream<String> replaced(JsonNode document, Optional<String> patient) {
        return keys(
                Json.elements(document.path("relatesTo"))
                        .filter(other -> other.path("code").asText().equals("replaces"))
                        .map(other -> other.at("/target/identifier")),
                patient);
    }

    private Stream<String> keys(Stream<JsonNode> numbers, Optional<String> patient) {
        return numbers.flatMap(number -> Identities.Identifier.of(number).stream())
                .flatMap(number -> patient.stream()
                        .map(whose -> Ids.digest("document", source, whose, number.system(), number.value())));
    }

    private static Draft superseded(ResourceId id, Draft by) {
        return new Draft(
                id, by.patient(), Json.object().put(STATUS, SUPERSEDED), Set.of(), Draft.OnExisting.ONLY, SPARED);
    }
}

package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/**
 * Which Patient an identifier means, here.
 *
 * <p>An identifier means one Patient for good, by a mark that is written with the Patient. A merge is followed through
 * {@code Patient.link}, so that it holds from the commit on that stores it, and can be undone there.
 */
public final class Identities {
    static final String SPACE = "patient-identifier";
    // What tells a person apart within a hospital; a social security or a licence number is evidence, not identity.
    private static final Set<String> STRONG = Set.of("", "MR", "PI", "PT", "MRT", "U", "text:MRN");
    // Before a kind of number that a sender has a word of his own for.
    private static final String OWN = "text:";
    private static final Set<String> SOCIAL_SECURITY =
            Set.of("http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1");

    private final RecordSink sink;
    // What the message at hand has said already, by the keys of its marks.
    private final Map<String, String> told = new HashMap<>();
    // What is there does not change meaning while one message is read: its rows mostly mean the same few.
    private final Map<String, String> survivors = new HashMap<>();

    private final Optional<String> only;

    Identities(RecordSink sink) {
        this(sink, Optional.empty());
    }

    private Identities(RecordSink sink, Optional<String> only) {
        this.sink = sink;
        this.only = only;
    }

    /** By which whatever identifies a person means this patient, who is known by other means, and nobody else. */
    public Identities only(String patient) {
        return new Identities(sink, Optional.of(patient));
    }

    /** An identifier with the code of its type, which may be empty. */
    public record Identifier(String system, String value, String type) {
        String key() {
            return Ids.digest("identifier", system, value);
        }

        boolean strong() {
            return STRONG.contains(type) && !SOCIAL_SECURITY.contains(system);
        }

        /** Of a FHIR Identifier; empty without a value. */
        public static Optional<Identifier> of(JsonNode json) {
            var value = json.path("value").asText("");
            var told = json.at("/type/text").asText("");
            var type = json.at("/type/coding/0/code").asText(told.isEmpty() ? "" : OWN + told);
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Identifier(json.path("system").asText(""), value, type));
        }
    }

    /**
     * A Patient, found or new.
     *
     * @param marks what makes the identifiers mean it, to be committed with it
     */
    public record Match(String patient, boolean known, List<Commit.Mark> marks) {}

    /** The Patient that these identifiers mean, most telling first; empty when none of them tells a person. */
    public Optional<Match> patient(List<Identifier> identifiers) {
        return only.map(patient -> new Match(patient, true, List.of())).or(() -> matched(identifiers));
    }

    private Optional<Match> matched(List<Identifier> identifiers) {
        var telling = identifiers.stream().filter(Identifier::strong).toList();
        // A document may have no other number, and a sender no other kinds than his own.
        var strong = telling.isEmpty()
                ? identifiers.stream()
                        .filter(i -> i.type().isEmpty() || i.type().startsWith(OWN))
                        .toList()
                : telling;
        if (strong.isEmpty()) {
            return Optional.empty();
        }
        var found = strong.stream().flatMap(i -> marked(i).stream()).findFirst();
        var first = strong.getFirst();
        var id = found.map(this::survivor)
                .orElseGet(
                        () -> Ids.of("Patient", first.system(), first.value()).id());
        var marks = strong.stream()
                .filter(i -> marked(i).isEmpty())
                .map(Identifier::key)
                .distinct()
                .map(key -> new Commit.Mark(SPACE, key, Bytes.utf8(id)).about(id))
                .toList();
        return Optional.of(new Match(id, found.isPresent(), marks));
    }

    /** The Patient whom these have always meant, whoever took his place. */
    public Optional<String> before(List<Identifier> identifiers) {
        return identifiers.stream().flatMap(i -> marked(i).stream()).findFirst();
    }

    /** The Patient whom an identifier means already. */
    public Optional<String> whom(Identifier identifier) {
        return marked(identifier).map(this::survivor);
    }

    /** The Patient of this id, or who took its place; empty when there is none. */
    public Optional<String> of(String patient) {
        return ResourceId.isId(patient)
                        && sink.current(new ResourceId("Patient", patient)).isPresent()
                ? Optional.of(survivor(patient))
                : Optional.empty();
    }

    /** The Encounter that one of this id is now, after it got another number or was found to be one with another; or itself. */
    public ResourceId visit(ResourceId encounter) {
        return names(encounter).reduce((_, later) -> later).orElse(encounter);
    }

    /** The first Encounter that there is, or was, under this id or what it was called later. */
    public Optional<ResourceId> standing(ResourceId encounter) {
        return names(encounter).filter(this::isThere).findFirst();
    }

    /** This one, and what it has been called since, the last one last. */
    private Stream<ResourceId> names(ResourceId encounter) {
        var names = new LinkedHashSet<String>();
        for (var id = Optional.of(encounter.id()); id.isPresent() && names.add(id.get()); ) {
            id = alias(id.get());
        }
        return names.stream().map(id -> new ResourceId(encounter.type(), id));
    }

    /** What the Encounter of this id is called since it got another number. */
    public Optional<String> alias(String visit) {
        return Optional.ofNullable(told.get(visit))
                .or(() -> sink.mark(VisitMoves.ALIASES, visit).map(Bytes::utf8));
    }

    /** What was noted under this key when it was stored. */
    Optional<String> noted(String space, String key) {
        return sink.mark(space, key).map(Bytes::utf8);
    }

    /** What is said of it here, to be read and never changed. */
    Optional<ObjectNode> says(ResourceId id) {
        return sink.says(id);
    }

    public boolean isThere(ResourceId id) {
        return sink.current(id).isPresent();
    }

    /** From here on, in the same message too, an Encounter is meant by this number. */
    public void tell(Commit.Mark alias) {
        told.put(alias.key(), alias.value().utf8());
    }

    /** From here on, identifiers that this one brought mean him in the same message too. */
    public void tell(Match match) {
        match.marks().forEach(m -> told.put(m.key(), match.patient()));
    }

    private Optional<String> marked(Identifier identifier) {
        var key = identifier.key();
        return Optional.ofNullable(told.get(key)).or(() -> {
            var found = sink.mark(SPACE, key).map(Bytes::utf8);
            found.ifPresent(patient -> told.put(key, patient));
            return found;
        });
    }

    private String survivor(String patient) {
        return survivors.computeIfAbsent(patient, this::last);
    }

    private String last(String patient) {
        var seen = new HashSet<String>();
        var id = patient;
        while (seen.add(id)) {
            var next = replacedBy(id);
            if (next.isEmpty()) {
                return id;
            }
            id = next.get();
        }
        throw new IllegalStateException("patients that replace each other");
    }

    private Optional<String> replacedBy(String patient) {
        return sink.says(new ResourceId("Patient", patient)).stream()
                .flatMap(stored -> Json.elements(stored.path("link")))
                .filter(link -> link.path("type").asText().equals("replaced-by"))
                .map(link -> link.at("/other/reference").asText().replaceFirst("^Patient/", ""))
                .findFirst();
    }
}

package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.NodeId;

/** The entries of a document, each with a full URL of its own, to which every reference is rewritten. */
final class Entries {
    static final String COMPOSITION = "composition";
    static final String PATIENT = "patient";
    static final String AUTHOR = "author";

    /** What comes along when something in a section refers to it. */
    private static final Set<String> COMPANIONS = Set.of(
            "Medication", "Observation", "Organization", "Practitioner", "PractitionerRole", "Specimen", "Device");

    private static final Pattern REFERENCE =
            Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");

    private final Map<String, ObjectNode> byKey = new LinkedHashMap<>();
    private final MergedRecord record;
    private final UUID document;

    Entries(MergedRecord record, UUID document) {
        this.record = record;
        this.document = document;
    }

    void put(String key, ObjectNode resource) {
        byKey.put(key, resource);
    }

    /** The full URL of an entry: the same for the same entry of the same document. */
    String fullUrl(String key) {
        return "urn:uuid:" + UUID.nameUUIDFromBytes((document + " " + key).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts an item in, with what it refers to, and returns its full URL. */
    String add(MergedItem item) {
        var key = item.sources().getFirst().toString();
        if (!byKey.containsKey(key)) {
            var resource = item.resource().deepCopy();
            // Before its references: two items may refer to each other.
            byKey.put(key, resource);
            resource.remove("id");
            resource.set("meta", Provenances.meta(item));
            Sufficient.complete(resource);
            rewrite(resource, item.sources().getFirst().member());
        }
        return fullUrl(key);
    }

    ArrayNode written() {
        var entries = JsonNodeFactory.instance.arrayNode();
        byKey.forEach((key, resource) -> {
            var entry = entries.addObject().put("fullUrl", fullUrl(key));
            entry.set("resource", resource);
        });
        return entries;
    }

    private void rewrite(JsonNode node, NodeId member) {
        if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
            redirect(object, member);
        }
        node.forEach(child -> rewrite(child, member));
    }

    private void redirect(ObjectNode reference, NodeId member) {
        var target = reference.path("reference").asText();
        if (target.startsWith("#")) {
            return;
        }
        var to = target(target, member);
        if (to.isPresent()) {
            reference.put("reference", to.get());
            return;
        }
        reference.remove("reference");
        if (!reference.has("display") && !reference.has("identifier")) {
            reference.put("display", "not part of this summary");
        }
    }

    private Optional<String> target(String reference, NodeId member) {
        var matched = REFERENCE.matcher(reference);
        if (!matched.matches()) {
            return Optional.empty();
        }
        var relative = matched.group(1);
        return relative.startsWith("Patient/")
                ? Optional.of(fullUrl(PATIENT))
                : record.resolve(member, relative)
                        .filter(item -> COMPANIONS.contains(item.type()) || Section.holds(item))
                        .map(this::add);
    }
}

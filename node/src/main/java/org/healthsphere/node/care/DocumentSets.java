package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/**
 * The answer to ITI-66: what each member has filed of a patient, as a document list. Members do not file in sets that each other knows, so that
 * the set of a member is all that it has; it is named by its member and its patient, and dated by the newest document in it.
 */
record DocumentSets(Documents.Bases bases, String patient, Instant at) {
    private static final String MHD = "https://profiles.ihe.net/ITI/MHD/";
    private static final String URI = "urn:ietf:rfc:3986";

    ObjectNode of(MergedRecord record, ListFilter filter) {
        var names = new DocumentList(bases, patient, at);
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset");
        byMember(record, names).forEach((member, documents) -> {
            var list =
                    list(member, documents, documents.stream().map(names::url).toList());
            if (filter.admits(list)) {
                var entry = bundle.withArray("/entry").addObject();
                entry.put("fullUrl", names.address("List/" + list.path("id").asText()));
                entry.set("resource", list);
                entry.putObject("search").put("mode", "match");
            }
        });
        bundle.put("total", bundle.path("entry").size());
        Documents.missing(record).ifPresent(outcome -> {
            var entry = bundle.withArray("/entry").addObject();
            entry.set("resource", outcome);
            entry.putObject("search").put("mode", "outcome");
        });
        return bundle;
    }

    /** A document that several have filed is in the set of each. */
    private Map<NodeId, List<JsonNode>> byMember(MergedRecord record, DocumentList names) {
        Map<NodeId, List<JsonNode>> sets =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        record.items("DocumentReference")
                .forEach(item -> item.sources()
                        .forEach(source -> sets.computeIfAbsent(source.member(), _ -> new ArrayList<>())
                                .add(names.document(item))));
        return sets;
    }

    private ObjectNode list(NodeId member, List<JsonNode> documents, List<String> urls) {
        var id = id(member);
        var list = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "List")
                .put("id", id.toString());
        list.putObject("meta").putArray("profile").add(MHD + "StructureDefinition/IHE.MHD.Minimal.SubmissionSet");
        var source = list.putArray("extension").addObject();
        source.put("url", MHD + "StructureDefinition/ihe-sourceId");
        source.putObject("valueIdentifier").put("system", Provenances.MEMBERS).put("value", member.value());
        list.putArray("identifier")
                .addObject()
                .put("use", "official")
                .put("system", URI)
                .put("value", "urn:uuid:" + id);
        list.put("status", "current").put("mode", "working").put("title", "Documents of " + member);
        list.putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", MHD + "CodeSystem/MHDlistTypes")
                .put("code", "submissionset");
        list.putObject("subject").put("reference", bases.records() + "/Patient/" + patient);
        list.put("date", newest(documents));
        var entries = list.putArray("entry");
        urls.forEach(url -> entries.addObject()
                .putObject("item")
                .put("type", "DocumentReference")
                .put("reference", url));
        return list;
    }

    private UUID id(NodeId member) {
        var what = "documents of " + patient + " at " + bases.records() + " by " + member;
        return UUID.nameUUIDFromBytes(Bytes.utf8(what).array());
    }

    private String newest(List<JsonNode> documents) {
        return documents.stream()
                .map(document -> document.path("date").asText())
                .filter(date -> !date.isEmpty())
                .max(String::compareTo)
                .orElse(at.toString());
    }
}

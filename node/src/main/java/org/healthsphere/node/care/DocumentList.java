package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.federation.merge.Source;
import org.healthsphere.node.care.Documents.Bases;
import org.healthsphere.specs.Bytes;

/** The answer to ITI-67: DocumentReferences of all members whose every address is one that the asker can follow. */
record DocumentList(Bases bases, String patient, Instant at) {
    private static final String MINIMAL =
            "https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.Minimal.DocumentReference";
    private static final String LOINC = "http://loinc.org";
    private static final String URI = "urn:ietf:rfc:3986";
    private static final String NAMES = "https://profiles.ihe.net/ITI/MHD/CodeSystem/IHE.MHD.MHDIdentifierType";

    ObjectNode of(MergedRecord record, DocumentFilter filter) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset");
        Stream.of(summary(), continuity()).filter(filter::admits).forEach(summary -> entry(bundle, summary, "match"));
        record.items("DocumentReference").stream()
                .map(this::document)
                .filter(filter::admits)
                .forEach(document -> entry(bundle, document, "match"));
        bundle.put("total", bundle.path("entry").size());
        Documents.missing(record).ifPresent(outcome -> entry(bundle, outcome, "outcome"));
        return bundle;
    }

    private void entry(ObjectNode bundle, JsonNode resource, String mode) {
        var entry = bundle.withArray("/entry").addObject();
        if (mode.equals("match")) {
            entry.put("fullUrl", url(resource));
        }
        entry.set("resource", resource);
        entry.putObject("search").put("mode", mode);
    }

    /** It is made when it is fetched: an on-demand document, whose content has no size and no hash. */
    private ObjectNode summary() {
        var summary = made("summary", "60591-5", "application/fhir+json", "International Patient Summary");
        summary.withArray("/content")
                .path(0)
                .withObject("/format")
                .put("system", "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode")
                .put("code", "urn:ihe:iti:xds:2017:mimeTypeSufficient");
        return summary;
    }

    private ObjectNode continuity() {
        var document = made("ccd", "34133-9", ContinuityDocument.MEDIA_TYPE, "Continuity of Care Document");
        document.withArray("/content")
                .path(0)
                .withObject("/format")
                .put("system", ContinuityDocument.format().getFirst())
                .put("code", ContinuityDocument.format().getLast());
        return document;
    }

    private ObjectNode made(String name, String type, String mediaType, String title) {
        var summary = JsonNodeFactory.instance.objectNode().put("resourceType", "DocumentReference");
        summary.putObject("meta").putArray("profile").add(MINIMAL);
        named(summary, name + " of " + patient + " at " + bases.records());
        summary.put("status", "current");
        coding(summary.putObject("type"), type);
        coding(summary.putArray("category").addObject(), "11503-0");
        summary.putObject("subject").put("reference", bases.records() + "/Patient/" + patient);
        summary.put("date", at.toString());
        var content = summary.putArray("content").addObject();
        content.putObject("attachment")
                .put("contentType", mediaType)
                .put("url", address(name))
                .put("title", title);
        return summary;
    }

    private static void coding(ObjectNode concept, String code) {
        concept.putArray("coding").addObject().put("system", LOINC).put("code", code);
    }

    /** Each has an id in this list, and a name that is the same in every list: its author's where he has given one (ITI TF-3, 4.2.3.2.26). */
    private static void named(ObjectNode document, String what) {
        var id = UUID.nameUUIDFromBytes(Bytes.utf8(what).array());
        document.put("id", id.toString());
        var name = document.withObject("/masterIdentifier");
        if (name.path("value").asText().isEmpty()) {
            name.put("system", URI).put("value", "urn:uuid:" + id);
        }
        if (!name.has("system")) {
            name.put("system", URI);
        }
        var codings = name.withObject("/type").withArray("/coding");
        if (!codings.findValuesAsText("system").contains(NAMES)) {
            codings.addObject().put("system", NAMES).put("code", "uniqueId");
        }
    }

    /** Where it can be read. */
    String url(JsonNode document) {
        return address("DocumentReference/" + document.path("id").asText());
    }

    ObjectNode document(MergedItem item) {
        var source = item.sources().getFirst();
        var document = item.resource().deepCopy();
        document.set("meta", Provenances.meta(item));
        withoutForeignReferences(document);
        document.putObject("subject").put("reference", bases.records() + "/Patient/" + patient);
        named(document, source.member() + " " + source.reference());
        var number = 0;
        for (var content : document.path("content")) {
            if (content.path("attachment") instanceof ObjectNode attachment) {
                followed(attachment, source, number++);
            }
        }
        return document;
    }

    /** An attachment as an address here; one that is on the web already stays. */
    private void followed(ObjectNode attachment, Source source, int number) {
        var url = attachment.path("url").asText();
        if (attachment.has("data")) {
            attachment.remove("data");
            attachment.put("url", address(source.member() + "/" + source.reference() + "?content=" + number));
        } else if (url.startsWith("Binary/")) {
            attachment.put("url", address(source.member() + "/" + url));
        }
    }

    String address(String path) {
        return bases.documents() + "/patients/" + URLEncoder.encode(patient, StandardCharsets.UTF_8) + "/" + path;
    }

    /** What a member calls something means nothing elsewhere: what is left is its name in words. */
    private static void withoutForeignReferences(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("reference").isTextual()
                && !object.path("reference").asText().startsWith("#")) {
            object.remove("reference");
            if (object.isEmpty()) {
                object.put("display", "known to the member that filed this");
            }
        }
        node.forEach(DocumentList::withoutForeignReferences);
    }
}

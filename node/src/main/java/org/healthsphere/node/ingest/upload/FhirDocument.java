package org.healthsphere.node.ingest.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A document in FHIR, an International Patient Summary for one: a Bundle that tells of one patient. */
record FhirDocument(ObjectNode bundle, ObjectNode person) {
    private static final Set<String> TYPES = Set.of("document", "collection", "searchset");

    static Outcome<FhirDocument> of(Bytes raw) {
        var read = Json.parse(raw)
                .filter(json -> json.path("resourceType").asText().equals("Bundle"))
                .filter(json -> TYPES.contains(json.path("type").asText()));
        if (read.isEmpty()) {
            return refused("type", "a Bundle is expected that is a document or a collection");
        }
        var people = Json.elements(read.get().path("entry"))
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asText().equals("Patient"))
                .toList();
        return people.size() == 1 && people.getFirst() instanceof ObjectNode person
                ? Outcome.of(new FhirDocument(read.get(), person))
                : refused("entry", "one Patient is expected");
    }

    /** Its entries without what is about the document as a whole. */
    Bytes entries() {
        var entries = bundle.deepCopy();
        entries.put("type", "collection").remove(List.of("timestamp", "signature", "link", "total"));
        Json.elements(entries.path("entry"))
                .forEach(entry -> ((ObjectNode) entry).remove(List.of("search", "request", "response", "link")));
        return Json.bytes(entries);
    }

    private static <T> Outcome<T> refused(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("Bundle." + at, what))));
    }
}

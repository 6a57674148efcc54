package org.healthsphere.node.ingest.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The entries of one bundle: named anew, their references with them. */
final class BundleMapper {
    private static final Set<String> METHODS = Set.of("", "POST", "PUT");
    private static final Set<String> PATIENT = Set.of("subject", "patient", "beneficiary", "individual");

    private final ResourceCheck check;
    private final Source source;
    private final MessageId id;
    private final List<Fault.Problem> problems = new ArrayList<>();
    private final List<Commit.Mark> marks = new ArrayList<>();
    private final Map<String, ResourceId> names = new HashMap<>();
    private final Map<ResourceId, ObjectNode> resources = new LinkedHashMap<>();

    BundleMapper(ResourceCheck check, Source source, MessageId id) {
        this.check = check;
        this.source = source;
        this.id = id;
    }

    Outcome<Mapped> map(JsonNode entries, Identities identities) {
        for (var i = 0; i < entries.size(); i++) {
            entry("Bundle.entry[" + i + "]", entries.get(i), identities);
        }
        resources.forEach((name, resource) -> references(name.type(), resource));
        if (resources.isEmpty() && problems.isEmpty()) {
            problems.add(new Fault.Problem("Bundle.entry", "the bundle is empty"));
        }
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Unprocessable(problems));
        }
        var drafts = resources.entrySet().stream()
                .map(e -> draft(e.getKey(), e.getValue()))
                .toList();
        return Outcome.of(new Mapped(drafts, marks, Mapped.AS_SENT, List.of()));
    }

    private void entry(String at, JsonNode entry, Identities identities) {
        if (!METHODS.contains(entry.at("/request/method").asText(""))) {
            problems.add(new Fault.Problem(at + ".request.method", "POST or PUT is expected"));
            return;
        }
        if (!(entry.path("resource") instanceof ObjectNode resource)) {
            problems.add(new Fault.Problem(at + ".resource", "is required"));
            return;
        }
        var wrong = check.problems(Json.bytes(resource));
        wrong.forEach(p ->
                problems.add(new Fault.Problem(at + ".resource" + (p.at().isEmpty() ? "" : "." + p.at()), p.what())));
        if (wrong.isEmpty()) {
            name(at, entry.path("fullUrl").asText(""), resource.deepCopy(), identities);
        }
    }

    private void name(String at, String fullUrl, ObjectNode resource, Identities identities) {
        var type = resource.path("resourceType").asText();
        var local = resource.has("id") ? type + "/" + resource.path("id").asText() : "";
        var called = fullUrl.isEmpty() ? local : fullUrl;
        var named = type.equals("Patient")
                ? patient(resource, identities)
                : Optional.of(called.isEmpty() ? id.resource(type, at) : Ids.of(type, source.name(), called));
        if (named.isEmpty()) {
            problems.add(
                    new Fault.Problem(at + ".resource.identifier", "an identifier that tells the patient is missing"));
            return;
        }
        Stream.of(fullUrl, local).filter(n -> !n.isEmpty()).forEach(n -> names.put(n, named.get()));
        resources.put(named.get(), resource);
    }

    private Optional<ResourceId> patient(ObjectNode resource, Identities identities) {
        var match = identities.patient(Json.elements(resource.path("identifier"))
                .flatMap(i -> Identities.Identifier.of(i).stream())
                .toList());
        match.ifPresent(m -> marks.addAll(m.marks()));
        return match.map(m -> new ResourceId("Patient", m.patient()));
    }

    private void references(String type, ObjectNode resource) {
        Json.objects(resource, object -> {
            var reference = object.path("reference").isTextual()
                    ? object.path("reference").asText()
                    : "#";
            if (names.containsKey(reference)) {
                object.put("reference", String.valueOf(names.get(reference)));
            } else if (reference.matches("[A-Z][A-Za-z]+\\?identifier=[^&]*\\|[^&]+")) {
                conditional(object, reference);
            } else if (!reference.startsWith("#") && !reference.startsWith("http")) {
                problems.add(new Fault.Problem(type, "a reference leads to no entry of the bundle"));
            }
        });
    }

    /** The one resource with this identifier: said so, whether it is here or not. */
    private static void conditional(ObjectNode object, String reference) {
        var mark = reference.indexOf('?');
        var bar = reference.lastIndexOf('|');
        object.remove("reference");
        object.put("type", reference.substring(0, mark));
        object.putObject("identifier")
                .put("system", reference.substring(mark + "?identifier=".length(), bar))
                .put("value", reference.substring(bar + 1));
    }

    private Draft draft(ResourceId name, ObjectNode resource) {
        resource.remove(List.of("resourceType", "id"));
        if (resource.get("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated"));
        }
        var patient = name.type().equals("Patient") ? Optional.of(name.id()) : compartment(resource);
        var mode = name.type().equals("Patient") ? Draft.OnExisting.UPDATE : Draft.OnExisting.REPLACE;
        return new Draft(name, patient, resource, Set.of(), mode);
    }

    private static Optional<String> compartment(JsonNode resource) {
        return resource.properties().stream()
                .filter(e -> PATIENT.contains(e.getKey()))
                .map(e -> e.getValue().path("reference").asText())
                .filter(r -> r.startsWith("Patient/"))
                .map(r -> r.substring("Patient/".length()))
                .findFirst();
    }
}

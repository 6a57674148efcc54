package org.healthsphere.node.ingest.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.ResourceCheck;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.node.ingest.table.Taking;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** One line: a resource, named anew, its references with it. */
final class BulkMapper implements Taking.Reader {
    private static final Set<String> PATIENT = Set.of("subject", "patient", "beneficiary", "individual");
    private static final Pattern LOCAL = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");
    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?identifier=([^&]*)\\|([^&]+)");

    private final ResourceCheck check;
    private final Source source;
    private final Identities identities;

    BulkMapper(ResourceCheck check, Source source, Identities identities) {
        this.check = check;
        this.source = source;
        this.identities = identities;
    }

    @Override
    public Outcome<Taking.Made> read(Rows.Row row) {
        var line = Bytes.utf8(row.values().getOrDefault(NdjsonRows.COLUMN, ""));
        var json = Json.parse(line);
        if (json.isEmpty()) {
            return refused(row, List.of(new Problem("", "not a JSON object")));
        }
        var wrong = check.problems(line);
        if (!wrong.isEmpty()) {
            return refused(row, wrong);
        }
        var problems = new ArrayList<Problem>();
        var made = json.get().path("resourceType").asText().equals("Patient")
                ? patient(json.get(), problems)
                : other(json.get(), problems);
        return problems.isEmpty() ? Outcome.of(made) : refused(row, problems);
    }

    private static Outcome<Taking.Made> refused(Rows.Row row, List<Problem> problems) {
        return Outcome.failed(new Fault.Unprocessable(problems.stream()
                .map(p -> new Problem("line " + row.number() + (p.at().isEmpty() ? "" : ", " + p.at()), p.what()))
                .toList()));
    }

    /** What the server calls the Patient is a number of it too, by which other lines mean it. */
    private Taking.Made patient(ObjectNode resource, List<Problem> problems) {
        var known = new ArrayList<Identities.Identifier>();
        resource.path("identifier").forEach(i -> Identities.Identifier.of(i).ifPresent(known::add));
        Optional.of(resource.path("id").asText("")).filter(id -> !id.isEmpty()).ifPresent(id -> known.add(named(id)));
        var match = identities.patient(known);
        if (match.isEmpty()) {
            problems.add(new Problem("identifier", "an identifier that tells the patient is missing"));
            return new Taking.Made(List.of(), match, List.of());
        }
        var who = new ResourceId("Patient", match.get().patient());
        references(resource, problems);
        var draft = new Draft(who, Optional.of(who.id()), bare(resource), Set.of(), Draft.OnExisting.UPDATE);
        return new Taking.Made(List.of(draft), match, List.of());
    }

    private Identities.Identifier named(String id) {
        return new Identities.Identifier("https://healthsphere.org/sid/" + source.name() + "/fhir-patient", id, "");
    }

    private Taking.Made other(ObjectNode resource, List<Problem> problems) {
        var type = resource.path("resourceType").asText();
        var id = resource.path("id").asText("");
        if (id.isEmpty()) {
            problems.add(new Problem("id", "is required"));
        }
        references(resource, problems);
        var draft = new Draft(
                Ids.of(type, source.name(), type + "/" + id),
                compartment(resource),
                bare(resource),
                Set.of(),
                Draft.OnExisting.REPLACE);
        return new Taking.Made(List.of(draft), Optional.empty(), List.of());
    }

    private static ObjectNode bare(ObjectNode resource) {
        resource.remove(List.of("resourceType", "id"));
        if (resource.get("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated"));
        }
        return resource;
    }

    private void references(ObjectNode resource, List<Problem> problems) {
        Json.objects(resource, object -> {
            if (object.path("reference").isTextual()) {
                reference(object, object.path("reference").asText(), problems);
            }
        });
    }

    private void reference(ObjectNode object, String reference, List<Problem> problems) {
        var local = LOCAL.matcher(reference);
        var conditional = CONDITIONAL.matcher(reference);
        if (local.matches() && local.group(1).equals("Patient")) {
            identities
                    .whom(named(local.group(2)))
                    .ifPresentOrElse(
                            who -> object.put("reference", "Patient/" + who),
                            () -> problems.add(new Problem(
                                    "reference",
                                    "leads to a Patient who is not there; import the file of Patients first")));
        } else if (local.matches()) {
            object.put(
                    "reference",
                    Ids.of(local.group(1), source.name(), local.group(1) + "/" + local.group(2))
                            .toString());
        } else if (conditional.matches()) {
            object.remove("reference");
            object.put("type", conditional.group(1));
            object.putObject("identifier").put("system", conditional.group(2)).put("value", conditional.group(3));
        } else if (!reference.startsWith("#") && !reference.startsWith("http")) {
            problems.add(new Problem("reference", "leads to no resource of the export"));
        }
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

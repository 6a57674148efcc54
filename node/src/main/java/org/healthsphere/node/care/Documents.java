package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.care.NetworkRecords.Part;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * The documents of a patient in the whole network, for IHE's clients (MHD 4.2: ITI-66, ITI-67, ITI-68): what members have filed, and a patient
 * summary that is made when it is fetched, as FHIR and as C-CDA.
 *
 * <p>Nothing is kept for it. Every list and every document is a record query, with its own consent, receipt and audit at each member.
 */
public final class Documents {
    private static final String REFERENCE = "DocumentReference";
    private static final String BINARY = "Binary";

    private final NetworkRecords records;
    private final InternationalPatientSummary summaries;
    private final ContinuityDocument continuity;
    private final ReleaseGate gate;
    private final InstantSource clock;

    public Documents(
            NetworkRecords records, InternationalPatientSummary summaries, ReleaseGate gate, InstantSource clock) {
        this.records = records;
        this.summaries = summaries;
        this.continuity = new ContinuityDocument(summaries.organization());
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Under which addresses this is asked.
     *
     * @param documents of this interface, without a slash at the end
     * @param records of the FHIR interface
     */
    public record Bases(String documents, String records) {}

    /** A document as its author made it. */
    public record Document(String contentType, Bytes content) {
        @Override
        public String toString() {
            return "Document[" + contentType + "]";
        }
    }

    /** A Bundle of DocumentReferences; which members it lacks is in it. */
    public Outcome<ObjectNode> list(Access access, Bases bases, List<Map.Entry<String, String>> asked) {
        return DocumentFilter.of(asked)
                .then(filter -> patient(access, asked)
                        .then(patient -> open(access, patient, new Part(ofTypes(REFERENCE), _ -> true))
                                .map(record -> new DocumentList(bases, patient, clock.instant()).of(record, filter))));
    }

    /** A Bundle of Lists: what each member has filed (ITI-66); which members it lacks is in it. */
    public Outcome<ObjectNode> sets(Access access, Bases bases, List<Map.Entry<String, String>> asked) {
        return ListFilter.of(asked)
                .then(filter -> patient(access, asked)
                        .then(patient -> open(access, patient, new Part(ofTypes(REFERENCE), _ -> true))
                                .map(record -> new DocumentSets(bases, patient, clock.instant()).of(record, filter))));
    }

    /** One DocumentReference or List of those lists, as it would be in one that is made now. */
    public Outcome<ObjectNode> listed(Access access, Bases bases, String patient, ResourceId one) {
        var asked = List.of(Map.entry("patient", patient));
        var all = one.type().equals(REFERENCE) ? list(access, bases, asked) : sets(access, bases, asked);
        return all.then(bundle -> bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("id").asText().equals(one.id()))
                .findFirst()
                .map(resource -> Outcome.of((ObjectNode) resource))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such a document"))));
    }

    private static RecordFilter ofTypes(String type) {
        return new RecordFilter(Set.of(type), Optional.empty(), Optional.empty());
    }

    private Outcome<String> patient(Access access, List<Map.Entry<String, String>> asked) {
        var named = asked.stream()
                .filter(p -> DocumentFilter.PATIENT.contains(p.getKey()))
                .toList();
        if (named.size() != 1) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem("patient", "or patient.identifier is needed once: whose documents"))));
        }
        var value = named.getFirst().getValue();
        if (named.getFirst().getKey().equals("patient.identifier")) {
            return identified(access, value);
        }
        var id = value.substring(value.lastIndexOf('/') + 1);
        return ResourceId.isId(id) ? Outcome.of(id) : Outcome.failed(new Fault.NotFound("such patient"));
    }

    private Outcome<String> identified(Access access, String identifier) {
        var criteria = List.of(new Criterion("identifier", "", List.of(identifier)));
        return gate.search(access, new Query("Patient", criteria, List.of(), 2, Optional.empty()))
                .then(found -> found.matches().size() == 1
                        ? Outcome.of(found.matches().getFirst().id().id())
                        : Outcome.failed(
                                found.matches().isEmpty()
                                        ? new Fault.NotFound("patient with this identifier")
                                        : new Fault.Conflict("several patients have this identifier")));
    }

    /** A member's answer is as much as consent lets out, not as an app's token reaches: so it takes one that reaches all. */
    private Outcome<MergedRecord> open(Access access, String patient, Part part) {
        return access.reach().bounds(Interaction.READ).areNone()
                ? records.open(access, patient, Optional.empty(), part)
                : Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a whole record"));
    }

    /** The summary of all that the network releases, made now. */
    public Outcome<Document> summary(Access access, String patient) {
        return known(patient)
                .then(id -> open(access, id, new Part(RecordFilter.EVERYTHING, _ -> true)))
                .then(record -> summaries.of(
                        record,
                        UUID.nameUUIDFromBytes(Bytes.utf8(access.correlation()).array()),
                        clock.instant()))
                .map(bundle -> new Document("application/fhir+json", Bytes.utf8(bundle.toString())));
    }

    /** The same as C-CDA. */
    public Outcome<Document> continuity(Access access, String patient) {
        return known(patient)
                .then(id -> open(access, id, new Part(RecordFilter.EVERYTHING, _ -> true)))
                .then(record -> continuity.of(record, access.correlation(), clock.instant()))
                .map(document -> new Document(ContinuityDocument.MEDIA_TYPE, document));
    }

    private static Outcome<String> known(String patient) {
        return ResourceId.isId(patient) ? Outcome.of(patient) : Outcome.failed(new Fault.NotFound("such patient"));
    }

    /**
     * A document that a member has filed.
     *
     * @param at the Binary with it, or the DocumentReference that has it within
     * @param content which of those that a DocumentReference has, from 0 on
     */
    public Outcome<Document> filed(Access access, String patient, NodeId member, ResourceId at, int content) {
        if (!at.type().equals(BINARY) && !at.type().equals(REFERENCE)) {
            return Outcome.failed(new Fault.NotFound("such a document"));
        }
        var part = new Part(RecordFilter.only(Set.of(at.toString())), member::equals);
        return known(patient)
                .then(id -> open(access, id, part))
                .then(record -> record.answers().isComplete()
                                && record.answers().answers().containsKey(member)
                        ? record.items(at.type()).stream()
                                .findFirst()
                                .flatMap(item -> content(item, content))
                                .map(Outcome::of)
                                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such a document")))
                        : Outcome.failed(new Fault.Unavailable("the member who has this document")));
    }

    private static Optional<Document> content(MergedItem item, int number) {
        var holder = item.type().equals(BINARY)
                ? item.resource()
                : item.resource().path("content").path(number).path("attachment");
        var data = holder.path("data").asText();
        var type = holder.path("contentType").asText();
        return data.isEmpty() || type.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Document(type, Bytes.of(Base64.getMimeDecoder().decode(data))));
    }

    /** What this interface can do. */
    public ObjectNode capabilities(Bases bases) {
        var statement = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CapabilityStatement")
                .put("status", "active")
                .put("date", clock.instant().toString())
                .put("kind", "instance")
                .put("fhirVersion", "4.0.1");
        statement
                .putArray("instantiates")
                .add("https://profiles.ihe.net/ITI/MHD/CapabilityStatement/IHE.MHD.DocumentResponder");
        statement.putArray("format").add("application/fhir+json").add("application/fhir+xml");
        statement
                .putObject("implementation")
                .put("description", "Documents of the network's patients (IHE MHD, Document Responder)")
                .put("url", bases.documents());
        var resources =
                statement.putArray("rest").addObject().put("mode", "server").putArray("resource");
        searched(resources.addObject().put("type", REFERENCE), DocumentFilter.kinds());
        searched(resources.addObject().put("type", "List"), ListFilter.kinds());
        return statement;
    }

    private static void searched(ObjectNode resource, Map<String, String> kinds) {
        resource.putArray("interaction").addObject().put("code", "search-type");
        var parameters = resource.putArray("searchParam");
        kinds.forEach((name, kind) -> parameters.addObject().put("name", name).put("type", kind));
    }

    /** The members of which the list says nothing, for whoever has to know that it is not all. */
    static Optional<JsonNode> missing(MergedRecord record) {
        var outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        record.answers().answers().forEach((member, answer) -> {
            if (!answer.isComplete()) {
                outcome.withArray("/issue")
                        .addObject()
                        .put("severity", "warning")
                        .put("code", "incomplete")
                        .put("diagnostics", member + ": " + Narrative.words(answer));
            }
        });
        return Optional.<JsonNode>of(outcome).filter(o -> o.has("issue"));
    }
}

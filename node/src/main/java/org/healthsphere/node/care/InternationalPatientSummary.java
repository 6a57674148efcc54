package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.healthsphere.federation.merge.MergedPatient;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * A merged record as a document: HL7's International Patient Summary 1.1 (http://hl7.org/fhir/uv/ips/STU1.1).
 *
 * <p>Its required sections are always there, and say that there is no information when there is none. Every reference within it
 * leads to an entry of it. Each entry names the members that it is from, and the text names those that did not answer.
 */
public final class InternationalPatientSummary {
    private static final String PROFILES = "http://hl7.org/fhir/uv/ips/StructureDefinition/";

    private final NodeId member;
    private final String organization;

    /**
     * Summaries by this member.
     *
     * @param organization the hospital's name, as the author
     */
    public InternationalPatientSummary(NodeId member, String organization) {
        this.member = member;
        this.organization = organization;
    }

    String organization() {
        return organization;
    }

    /**
     * The document; not found when no member released who the patient is.
     *
     * @param id of this document, under which it is never made again with another content
     */
    public Outcome<ObjectNode> of(MergedRecord record, UUID id, Instant at) {
        return record.patient()
                .map(patient -> Outcome.of(document(record, patient, id, at)))
                .orElse(Outcome.failed(new Fault.NotFound("a record to summarise")));
    }

    private ObjectNode document(MergedRecord record, MergedPatient patient, UUID id, Instant at) {
        var entries = new Entries(record, id);
        var composition = composition(id, at, entries);
        entries.put(Entries.COMPOSITION, composition);
        entries.put(Entries.PATIENT, Sufficient.patient(patient.resource()));
        entries.put(Entries.AUTHOR, author());
        composition.set("text", Narrative.completeness(record));
        var sections = composition.putArray("section");
        for (var section : Section.values()) {
            section.write(record, entries).ifPresent(sections::add);
        }
        var bundle = resource("Bundle", "Bundle-uv-ips").put("type", "document").put("timestamp", at.toString());
        bundle.putObject("identifier").put("system", "urn:ietf:rfc:3986").put("value", "urn:uuid:" + id);
        bundle.set("entry", entries.written());
        return bundle;
    }

    private static ObjectNode composition(UUID id, Instant at, Entries entries) {
        var composition = resource("Composition", "Composition-uv-ips")
                .put("status", "final")
                .put("date", at.toString())
                .put("title", "International Patient Summary");
        composition.putObject("identifier").put("system", "urn:ietf:rfc:3986").put("value", "urn:uuid:" + id);
        composition
                .putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", "60591-5");
        composition.putObject("subject").put("reference", entries.fullUrl(Entries.PATIENT));
        composition.putArray("author").addObject().put("reference", entries.fullUrl(Entries.AUTHOR));
        composition.putObject("custodian").put("reference", entries.fullUrl(Entries.AUTHOR));
        return composition;
    }

    private ObjectNode author() {
        var author = resource("Organization", "Organization-uv-ips").put("name", organization);
        author.putArray("identifier")
                .addObject()
                .put("system", Provenances.MEMBERS)
                .put("value", member.value());
        return author;
    }

    private static ObjectNode resource(String type, String profile) {
        var resource = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        resource.putObject("meta").putArray("profile").add(PROFILES + profile);
        return resource;
    }
}

package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.outbound.cda.ClinicalDocument;
import org.healthsphere.node.outbound.cda.ClinicalDocument.About;
import org.healthsphere.node.outbound.cda.ClinicalDocument.Kind;
import org.healthsphere.node.outbound.cda.ClinicalDocument.RecordNumber;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A merged record as a Continuity of Care Document of C-CDA R2.1, for those who read no FHIR; what it lacks, it says. */
public record ContinuityDocument(String organization) {
    public static final String MEDIA_TYPE = "text/xml";

    /** The document; not found when no member released who the patient is. */
    public Outcome<Bytes> of(MergedRecord record, String id, Instant at) {
        return of(record, id, at, missing(record));
    }

    /** The same with a remark on it as a whole, which may be empty. */
    Outcome<Bytes> of(MergedRecord record, String id, Instant at, String remark) {
        return record.patient()
                .map(patient -> Outcome.of(document(record, patient.resource(), id, at, remark)))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("a record to summarise")));
    }

    private Bytes document(MergedRecord record, ObjectNode patient, String id, Instant at, String remark) {
        var numbers = StreamSupport.stream(patient.path("identifier").spliterator(), false)
                .filter(identifier -> !identifier.path("value").asText().isEmpty())
                .map(RecordNumber::of)
                .toList();
        var about = new About(
                Kind.CCD, organization, id, at.truncatedTo(ChronoUnit.SECONDS).toString(), numbers, remark);
        return ClinicalDocument.of(
                about,
                patient,
                record.items().stream().map(ContinuityDocument::named).toList());
    }

    /** Two members may call different things by one name: here each has its own. */
    private static ObjectNode named(MergedItem item) {
        var source = item.sources().getFirst();
        return item.resource().deepCopy().put("id", source.member() + "-" + source.id());
    }

    /** What a reader must not take for all that there is. */
    private static String missing(MergedRecord record) {
        var members = Documents.missing(record)
                .map(outcome -> StreamSupport.stream(outcome.path("issue").spliterator(), false)
                        .map(issue -> issue.path("diagnostics"))
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("; ")))
                .orElse("");
        return members.isEmpty() ? "" : "This summary is not complete: " + members + ".";
    }

    /** How such documents are told from others in a list (IHE MHD, format codes of HL7). */
    static List<String> format() {
        return List.of(
                "http://terminology.hl7.org/CodeSystem/v3-HL7DocumentFormatCodes",
                "urn:hl7-org:sdwg:ccda-structuredBody:2.1");
    }
}

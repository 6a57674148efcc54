package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * What one hospital hands another: what it may give of its own record and what the sender says, as a FHIR document with the sections of an
 * International Patient Summary, and as C-CDA.
 */
public final class HandedDocuments {
    private static final String LOINC = "http://loinc.org";

    private final NodeId self;
    private final InternationalPatientSummary summaries;

    public HandedDocuments(NodeId self, InternationalPatientSummary summaries) {
        this.self = self;
        this.summaries = summaries;
    }

    /**
     * What the sender says, and as what.
     *
     * @param document LOINC's code of the document
     * @param section LOINC's code of the section that comes first
     */
    public record Said(String document, String title, String section, String heading, String words) {
        @Override
        public String toString() {
            return "Said[" + document + "]";
        }
    }

    /** The same twice. */
    public record Pair(Bytes fhir, Bytes cda) {
        @Override
        public String toString() {
            return "Pair[]";
        }
    }

    /**
     * The documents.
     *
     * @param request after which they are called
     * @param records what the gate released for who gets them
     */
    public Outcome<Pair> of(String request, List<ReleasedRecord> records, Said said, Instant at) {
        MemberAnswer answer = new MemberAnswer.Answered(records, Bytes.NONE);
        var merged = MergedRecord.of(
                FederatedRecord.of(request, Map.of(self, answer), Map.of(self, Duration.ZERO)));
        var id = UUID.nameUUIDFromBytes(Bytes.utf8(request).array());
        var continuity = new ContinuityDocument(summaries.organization());
        return summaries.of(merged, id, at).then(bundle -> continuity
                .of(merged, request, at, said.words())
                .map(cda -> new Pair(Bytes.utf8(with(said, bundle).toString()), cda)));
    }

    /** It is a summary no longer, for a summary's type is prescribed: it has its sections, and before them what the sender says. */
    private static ObjectNode with(Said said, ObjectNode bundle) {
        bundle.remove("meta");
        var composition = (ObjectNode) bundle.at("/entry/0/resource");
        composition.remove("meta");
        composition.put("title", said.title());
        composition.set("type", code(said.document()));
        var sections = JsonNodeFactory.instance.arrayNode();
        var first = sections.addObject().put("title", said.heading());
        first.set("code", code(said.section()));
        first.set("text", Narrative.sentence(said.words()));
        if (composition.path("section") instanceof ArrayNode others) {
            sections.addAll(others);
        }
        composition.set("section", sections);
        return bundle;
    }

    private static ObjectNode code(String code) {
        var concept = JsonNodeFactory.instance.objectNode();
        concept.putArray("coding").addObject().put("system", LOINC).put("code", code);
        return concept;
    }
}

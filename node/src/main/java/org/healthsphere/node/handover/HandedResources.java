package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/** What a handover is in the record: a DocumentReference, of a referral a ServiceRequest, and the Communication that the inbox shows. */
final class HandedResources {
    private static final String MEMBERS = "https://healthsphere.org/sid/member";
    static final String HANDOVERS = "https://healthsphere.org/sid/handover";
    private static final String LOINC = "http://loinc.org";

    private final NodeId from;
    private final HandoverLetter letter;
    private final String patient;
    private final ResourceId document;
    private final ResourceId request;
    private final ResourceId entry;

    HandedResources(MessageId id, NodeId from, HandoverLetter letter, String patient) {
        this.from = from;
        this.letter = letter;
        this.patient = patient;
        this.document = document(id);
        this.request = id.resource("ServiceRequest", "request");
        this.entry = entry(id);
    }

    static ResourceId document(MessageId id) {
        return id.resource("DocumentReference", "document");
    }

    static ResourceId entry(MessageId id) {
        return id.resource("Communication", "entry");
    }

    List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        drafts.add(draft(document, document()));
        if (isReferral()) {
            drafts.add(draft(request, request()));
        }
        drafts.add(draft(entry, entry()));
        return drafts;
    }

    private boolean isReferral() {
        return letter.order().kind() == HandoverKind.REFERRAL;
    }

    private Draft draft(ResourceId id, ObjectNode json) {
        json.putObject("subject").put("reference", "Patient/" + patient);
        if (!letter.labels().isEmpty()) {
            var security = json.putObject("meta").putArray("security");
            new TreeSet<>(letter.labels())
                    .forEach(label -> security.addObject()
                            .put("system", SensitivityLabels.SYSTEM)
                            .put("code", label));
        }
        return new Draft(id, Optional.of(patient), json, Set.of(), Draft.OnExisting.KEEP);
    }

    private ObjectNode document() {
        var json = named(Json.object()).put("status", "current").put("date", letter.at().toString());
        json.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", LOINC)
                .put("code", letter.order().kind().document());
        member(json.putArray("author").addObject());
        member(json.putObject("custodian"));
        var contents = json.putArray("content");
        attachment(contents.addObject(), "application/fhir+json", letter.fhir());
        attachment(contents.addObject(), "text/xml", letter.cda());
        return json;
    }

    private void attachment(ObjectNode content, String type, Bytes bytes) {
        content.putObject("attachment")
                .put("contentType", type)
                .put("data", Base64.getEncoder().encodeToString(bytes.array()))
                .put("title", letter.order().kind().title())
                .put("creation", letter.at().toString());
    }

    private ObjectNode request() {
        var json = named(Json.object())
                .put("status", "active")
                .put("intent", "order")
                .put("priority", priority())
                .put("authoredOn", letter.at().toString());
        json.putObject("code").put("text", letter.order().kind().title());
        json.putArray("reasonCode").addObject().put("text", letter.order().words());
        member(json.putObject("requester"));
        json.putArray("performer")
                .addObject()
                .put("type", "Organization")
                .putObject("identifier")
                .put("system", MEMBERS)
                .put("value", letter.order().to().value());
        json.putArray("supportingInfo").addObject().put("reference", document.toString());
        return json;
    }

    private ObjectNode entry() {
        var json = named(Json.object())
                .put("status", "completed")
                .put("priority", priority())
                .put("sent", letter.at().toString());
        json.putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", HANDOVERS)
                .put("code", letter.order().kind().code());
        member(json.putObject("sender"));
        if (isReferral()) {
            json.putArray("basedOn").addObject().put("reference", request.toString());
        }
        var payload = json.putArray("payload");
        payload.addObject().put("contentString", letter.order().words());
        payload.addObject().putObject("contentReference").put("reference", document.toString());
        return json;
    }

    private String priority() {
        return letter.order().urgent() ? "urgent" : "routine";
    }

    private ObjectNode named(ObjectNode json) {
        json.putArray("identifier").addObject().put("system", HANDOVERS).put("value", from + "/" + letter.id());
        return json;
    }

    private void member(ObjectNode reference) {
        reference.put("type", "Organization").put("display", letter.organization());
        reference.putObject("identifier").put("system", MEMBERS).put("value", from.value());
    }
}

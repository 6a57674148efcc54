package org.healthsphere.node.ingest.cda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.specs.Bytes;

/** The document itself: as its author signed it (Binary), as it is found (DocumentReference), as it reads (Composition). */
final class CdaDocument {
    private static final String EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason";

    private final Mappings mappings;
    private final Frame frame;
    private final MessageId id;
    private final String patient;

    CdaDocument(Mappings mappings, Frame frame, MessageId id, String patient) {
        this.mappings = mappings;
        this.frame = new Frame(frame.source(), Map.of("patient", List.of("Patient/" + patient)), frame.remark());
        this.id = id;
        this.patient = patient;
    }

    List<Draft> drafts(CdaElement document, Bytes raw, Map<CdaElement, List<CdaMapper.Item>> items) {
        var drafts = new ArrayList<Draft>();
        var reference = mappings.map("document").fill(document, frame).json();
        var whole = binary("original", "text/xml", raw);
        drafts.add(whole);
        content(reference, whole, raw, "text/xml");
        embedded(document).ifPresent(e -> {
            drafts.add(e);
            content(
                    reference,
                    e,
                    Bytes.of(Base64.getDecoder().decode(e.json().path("data").asText())),
                    e.json().path("contentType").asText());
        });
        drafts.add(draft("DocumentReference", "", reference));
        var composition = mappings.map("composition").fill(document, frame).json();
        document.at("component/structuredBody/component/section")
                .forEach(s -> section(composition, (CdaElement) s, items));
        drafts.add(draft("Composition", "", composition));
        return drafts;
    }

    private Draft draft(String type, String which, ObjectNode json) {
        return Draft.of(id.resource(type, which), Optional.of(patient), json);
    }

    private Draft binary(String which, String type, Bytes data) {
        var binary = Json.object().put("contentType", type);
        binary.put("data", Base64.getEncoder().encodeToString(data.array()));
        return draft("Binary", which, binary);
    }

    private static void content(ObjectNode reference, Draft binary, Bytes data, String type) {
        reference
                .withArray("/content")
                .addObject()
                .putObject("attachment")
                .put("contentType", type)
                .put("url", binary.id().toString())
                .put("size", data.length())
                .put("hash", Base64.getEncoder().encodeToString(sha1(data)));
    }

    /** FHIR R4's Attachment.hash is SHA-1; it finds accidents, and proves nothing. */
    private static byte[] sha1(Bytes data) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(data.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** A body that is no XML: its bytes. */
    private Optional<Draft> embedded(CdaElement document) {
        return document.at("component/nonXMLBody/text").stream().findFirst().flatMap(text -> {
            var type = text.text("@mediaType").isEmpty() ? "text/plain" : text.text("@mediaType");
            if (text.text().isBlank()) {
                frame.remark().accept("nonXMLBody/text: has no bytes of its own");
                return Optional.empty();
            }
            if (!text.text("@representation").equals("B64")) {
                return Optional.of(binary("body", type, Bytes.utf8(text.text())));
            }
            try {
                return Optional.of(
                        binary("body", type, Bytes.of(Base64.getMimeDecoder().decode(text.text()))));
            } catch (IllegalArgumentException e) {
                frame.remark().accept("nonXMLBody/text: not in base 64");
                return Optional.empty();
            }
        });
    }

    private void section(ObjectNode parent, CdaElement section, Map<CdaElement, List<CdaMapper.Item>> items) {
        var json = parent.withArray("/section").addObject();
        json.setAll(mappings.map("section").fill(section, frame).json());
        section.at("text").stream()
                .filter(t -> !t.text().isBlank())
                .findFirst()
                .ifPresent(t -> json.set("text", Narrative.of((CdaElement) t)));
        section.at("entry").stream()
                .flatMap(e -> items.getOrDefault((CdaElement) e, List.of()).stream())
                .forEach(i -> json.withArray("/entry").addObject().put("reference", i.id().toString()));
        if (!json.has("entry") && !section.text("@nullFlavor").isEmpty()) {
            json.putObject("emptyReason")
                    .putArray("coding")
                    .addObject()
                    .put("system", EMPTY)
                    .put("code", "unavailable");
        }
        section.at("component/section").forEach(s -> section(json, (CdaElement) s, items));
        if (!json.has("text") && !json.has("entry") && !json.has("section")) {
            json.set("text", Narrative.none());
        }
    }
}

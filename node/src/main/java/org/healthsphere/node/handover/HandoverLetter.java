package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.federation.exchange.TokensWire;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * What is written to the other hospital, in the order in which it is written: {@code {"v":1,"ask":"ready","handover":id}} tells of nobody, and
 * only to who answers that he is ready the handover itself goes.
 *
 * @param by who sends it, as his hospital calls him
 * @param organization the hospital's name
 * @param tokens by which the patient is found; {@link PatientTokens#NOBODY} when there are none
 * @param patient who he is, as the sender knows him
 * @param fhir the document
 * @param cda the same as C-CDA
 * @param labels of sensitivity that are on anything in it
 */
record HandoverLetter(
        String id,
        HandoverOrder order,
        String by,
        String organization,
        Instant at,
        PatientTokens tokens,
        ObjectNode patient,
        Bytes fhir,
        Bytes cda,
        Set<String> labels) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final int LONGEST_NAME = 200;
    private static final int MOST_LABELS = 64;

    HandoverLetter {
        labels = Set.copyOf(labels);
    }

    /** Asks whether the other hospital has it, or would take it. */
    static Bytes question(String id) {
        return Json.bytes(Json.object().put("v", 1).put("ask", "ready").put("handover", id));
    }

    Bytes toBytes() {
        var json = Json.object().put("v", 1).put("ask", "file").put("handover", id);
        json.put("kind", order.kind().code())
                .put("words", order.words())
                .put("urgent", order.urgent())
                .put("by", by)
                .put("organization", organization)
                .put("at", at.toString())
                .put("fhir", Base64.getEncoder().encodeToString(fhir.array()))
                .put("cda", Base64.getEncoder().encodeToString(cda.array()));
        if (!tokens.equals(PatientTokens.NOBODY)) {
            json.set("tokens", Json.tree(TokensWire.write(tokens)));
        }
        json.set("patient", patient);
        var list = json.putArray("labels");
        new TreeSet<>(labels).forEach(list::add);
        return Json.bytes(json);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id of the patient where it comes from. */
    String patientThere() {
        return patient.path("id").asText();
    }

    /** Of a letter that was sent to this member; {@link Fault.Invalid} when it is none. */
    static Outcome<HandoverLetter> parse(JsonNode json, NodeId here) {
        var id = json.path("handover").asText();
        var kind = HandoverKind.of(json.path("kind").asText());
        if (!isId(id) || kind.isEmpty() || !(json.path("patient") instanceof ObjectNode patient)) {
            return refused("a handover has a name, a kind and a patient");
        }
        if (!ResourceId.isId(patient.path("id").asText()) || !names(json)) {
            return refused("a handover says from whom it is, and the patient has a name there");
        }
        return tokens(json.path("tokens")).then(tokens -> {
            var order = new HandoverOrder(
                    patient.path("id").asText(),
                    here,
                    kind.get(),
                    json.path("words").asText(),
                    json.path("urgent").asBoolean());
            return order.checked().then(checked -> read(json, checked, tokens, patient));
        });
    }

    private static Outcome<HandoverLetter> read(
            JsonNode json, HandoverOrder order, PatientTokens tokens, ObjectNode patient) {
        try {
            return Outcome.of(new HandoverLetter(
                    json.path("handover").asText(),
                    order,
                    json.path("by").asText(),
                    json.path("organization").asText(),
                    Instant.parse(json.path("at").asText()),
                    tokens,
                    patient,
                    document(json, "fhir"),
                    document(json, "cda"),
                    labels(json.path("labels"))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return refused("a handover says when it was written, and its documents are in base64");
        }
    }

    private static Set<String> labels(JsonNode labels) {
        return labels.valueStream().limit(MOST_LABELS).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static boolean names(JsonNode json) {
        return isName(json.path("by").asText())
                && isName(json.path("organization").asText());
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME;
    }

    private static Bytes document(JsonNode json, String name) {
        var bytes = Base64.getDecoder().decode(json.path(name).asText());
        if (bytes.length == 0) {
            throw new IllegalArgumentException("no document");
        }
        return Bytes.of(bytes);
    }

    private static Outcome<PatientTokens> tokens(JsonNode json) {
        return json.isMissingNode() ? Outcome.of(PatientTokens.NOBODY) : TokensWire.parse(Json.bytes(json));
    }

    private static <T> Outcome<T> refused(String what) {
        return Outcome.failed(new Fault.Invalid(what));
    }

    @Override
    public String toString() {
        return "HandoverLetter[" + id + "]";
    }
}

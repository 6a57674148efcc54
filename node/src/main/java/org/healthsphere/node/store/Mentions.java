package org.healthsphere.node.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Bytes;

/** Which patients of this server a resource refers to, and how it reads without one of them. */
public final class Mentions {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final byte[] PATIENT = Bytes.utf8("\"Patient/").array();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Mentions() {}

    /** The ids of the Patients that the resource refers to, by relative references as the server keeps them. */
    public static Set<String> patients(Bytes resource) {
        var json = resource.array();
        var found = new TreeSet<String>();
        for (var i = 0; i + PATIENT.length < json.length; i++) {
            if (json[i] == '"' && json[i + 1] == 'P' && startsHere(json, i)) {
                var id = idAt(json, i + PATIENT.length);
                if (ResourceId.isId(id)) {
                    found.add(id);
                }
            }
        }
        return found;
    }

    /** Whether it speaks of somebody else than the patient whose compartment it is in. */
    public static boolean isShared(StoredResource resource) {
        return patients(resource.json()).stream()
                .anyMatch(patient -> !resource.patient().equals(Optional.of(patient)));
    }

    private static boolean startsHere(byte[] json, int at) {
        for (var i = 0; i < PATIENT.length; i++) {
            if (json[at + i] != PATIENT[i]) {
                return false;
            }
        }
        return true;
    }

    private static String idAt(byte[] json, int from) {
        var id = new StringBuilder();
        for (var i = from; i < json.length && json[i] != '"' && json[i] != '/' && id.length() <= 64; i++) {
            id.append((char) (json[i] & 0xFF));
        }
        return id.toString();
    }

    /** The same resource; what refers to the patient says instead that it is masked (FHIR R4, data-absent-reason). */
    public static Bytes without(Bytes resource, String patient) {
        try {
            var tree = JSON.readTree(resource.array());
            mask(tree, "Patient/" + patient);
            return Bytes.of(JSON.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mask(JsonNode node, String reference) {
        var text = node.path("reference").asText("");
        if (node instanceof ObjectNode object && (text.equals(reference) || text.startsWith(reference + "/"))) {
            object.removeAll()
                    .putArray("extension")
                    .addObject()
                    .put("url", ABSENT)
                    .put("valueCode", "masked");
        } else {
            node.forEach(child -> mask(child, reference));
        }
    }
}

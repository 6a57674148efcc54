package org.healthsphere.node.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;

/**
 * What patients say themselves. Whatever an app writes in a patient's name carries the tag {@code PATAST} (HL7 v3, ObservationValue:
 * "patient asserted"), and in his name it changes nothing that does not carry it: what the hospital wrote stays as it is.
 */
final class Asserted {
    static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    static final String CODE = "PATAST";

    /** Numbers keep their digits, as FHIR asks. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Asserted() {}

    /** Whether it is in a patient's name that this is asked. */
    static boolean binds(Access access) {
        return access.requester().role() == Role.PATIENT && access.reach().isOfPerson();
    }

    static boolean is(StoredResource resource) {
        return tree(resource.json()).at("/meta/tag").valueStream().anyMatch(Asserted::isMark);
    }

    private static boolean isMark(JsonNode tag) {
        return tag.path("system").asText().equals(SYSTEM)
                && tag.path("code").asText().equals(CODE);
    }

    /** With the tag, whether it came with it or not. */
    static Bytes marked(Bytes json) {
        var tree = tree(json);
        if (tree.at("/meta/tag").valueStream().anyMatch(Asserted::isMark)) {
            return json;
        }
        tree.withObject("/meta")
                .withArray("/tag")
                .addObject()
                .put("system", SYSTEM)
                .put("code", CODE)
                .put("display", "patient asserted");
        try {
            return Bytes.of(JSON.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static ObjectNode tree(Bytes json) {
        try {
            return (ObjectNode) JSON.readTree(json.array());
        } catch (IOException e) {
            throw new IllegalStateException("what is written was read before", e);
        }
    }
}

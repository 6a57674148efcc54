package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** JSON as trees; numbers keep their digits. */
final class Trees {
    static final int DEEPEST = 64;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private Trees() {}

    /** Empty when it is no JSON. */
    static Optional<JsonNode> read(Bytes json) {
        try {
            return Optional.of(JSON.readTree(json.array())).filter(tree -> !tree.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Bytes write(JsonNode tree) {
        try {
            return Bytes.of(JSON.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    /** The change itself is not understood. */
    static Fault invalid(String at, String what) {
        return new Fault.Invalid(List.of(new Fault.Problem(at, what)));
    }

    /** The change does not go with the resource. */
    static Fault unfit(String at, String what) {
        return new Fault.Unprocessable(List.of(new Fault.Problem(at, what)));
    }
}

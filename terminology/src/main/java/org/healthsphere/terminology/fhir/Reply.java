package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.healthsphere.specs.Bytes;

/**
 * The answer to an operation.
 *
 * @param status of HTTP: 200, or why the request is refused
 * @param json what was asked for, or an OperationOutcome
 */
public record Reply(int status, Bytes json) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static Reply of(ObjectNode resource) {
        return new Reply(200, bytes(resource));
    }

    static Reply refused(Refused refused) {
        return new Reply(refused.status(), bytes(Issues.outcome(refused.issues())));
    }

    private static Bytes bytes(ObjectNode resource) {
        try {
            return Bytes.of(JSON.writeValueAsBytes(resource));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** The resource, read from its JSON. */
    public ObjectNode resource() {
        try {
            return (ObjectNode) JSON.readTree(json.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isSuccess() {
        return status < 300;
    }
}

package org.healthsphere.node.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.healthsphere.specs.Bytes;

/**
 * What lies on a {@link Shelf} as JSON that people can read: a member that nobody knows, that comes twice or that stands after the end
 * is a mistake, and read over by nobody.
 */
public final class ShelvedJson<T> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Class<T> form;

    public ShelvedJson(Class<T> form) {
        this.form = form;
    }

    public T read(Bytes json) throws IOException {
        return JSON.readValue(json.array(), form);
    }

    public Bytes write(T document) {
        try {
            return Bytes.of(JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(form + " is JSON", e);
        }
    }
}

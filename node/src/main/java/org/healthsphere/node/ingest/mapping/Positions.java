package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** Reads JSON files and remembers where everything in them stands. */
final class Positions {
    private static final int DEEPEST = 50;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private final IdentityHashMap<JsonNode, String> places = new IdentityHashMap<>();

    /** IllegalArgumentException, with file, line and column, when the bytes are not one JSON object. */
    ObjectNode read(String file, Bytes bytes) {
        try (var parser = MAPPER.getFactory().createParser(bytes.array())) {
            if (parser.nextToken() == JsonToken.START_OBJECT && value(file, parser) instanceof ObjectNode object) {
                if (parser.nextToken() == null) {
                    return object;
                }
            }
            throw new IllegalArgumentException(here(file, parser) + ": one JSON object is expected");
        } catch (JsonParseException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "%s:%d:%d: %s".formatted(file, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** File, line and column of what was read here. */
    Optional<String> of(JsonNode node) {
        return Optional.ofNullable(places.get(node));
    }

    private JsonNode value(String file, JsonParser parser) throws IOException {
        var place = here(file, parser);
        var node = switch (parser.currentToken()) {
            case START_OBJECT -> object(file, parser);
            case START_ARRAY -> array(file, parser);
            default -> MAPPER.<JsonNode>readTree(parser);
        };
        // Other scalars are shared among all who read them.
        if (node.isContainerNode() || (node.isTextual() && !node.asText().isEmpty())) {
            places.put(node, place);
        }
        return node;
    }

    private ObjectNode object(String file, JsonParser parser) throws IOException {
        var object = Json.object();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            object.set(name, value(file, parser));
        }
        return object;
    }

    private ArrayNode array(String file, JsonParser parser) throws IOException {
        var array = Json.object().arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(file, parser));
        }
        return array;
    }

    private static String here(String file, JsonParser parser) {
        var at = parser.currentTokenLocation();
        return "%s:%d:%d".formatted(file, at.getLineNr(), at.getColumnNr());
    }
}

package org.healthsphere.node.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** The names of attributes, as the standard has them (DICOM PS3.6), for the attributes that mappings name. */
final class DicomAttributes {
    /** What is found below a study, and is no attribute of it. */
    static final String SERIES = "Series";

    private static final Pattern TAG = Pattern.compile("[0-9A-F]{8}");
    private static final Map<String, String> TAGS = read();

    private DicomAttributes() {}

    /** Whether a mapping may have it: a name, a tag, the series of a study, or the place itself. */
    static boolean isPath(String path) {
        return path.equals(".") || path.equals(SERIES) || tag(path).isPresent();
    }

    static Optional<String> tag(String path) {
        return TAG.matcher(path).matches() ? Optional.of(path) : Optional.ofNullable(TAGS.get(path));
    }

    /** As mappings call it: by its name, else by its tag. */
    static String name(String tag) {
        return TAGS.entrySet().stream()
                .filter(named -> named.getValue().equals(tag))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(tag);
    }

    private static Map<String, String> read() {
        try (var in = DicomAttributes.class.getResourceAsStream("/mappings/dicom/attributes.json")) {
            var json = Json.tree(Bytes.of(Optional.ofNullable(in).orElseThrow().readAllBytes()));
            var tags = new HashMap<String, String>();
            for (Map.Entry<String, JsonNode> one : json.path("attributes").properties()) {
                tags.put(one.getKey(), one.getValue().asText());
            }
            return Map.copyOf(tags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.healthsphere.node.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.ingest.mapping.Field;

/**
 * A data set, or a value in one, in the DICOM JSON model (PS3.18, annex F).
 *
 * @param set the data set; missing for a value
 * @param series those of a study
 * @param value what stands there, with the name of a person in its letters of the alphabet
 */
record DicomPlace(JsonNode set, JsonNode series, String value) implements Field {
    static DicomPlace of(JsonNode set, JsonNode series) {
        return new DicomPlace(set, series, "");
    }

    @Override
    public List<Field> at(String path) {
        if (path.equals(".")) {
            return List.of(this);
        }
        var found = new ArrayList<Field>();
        if (path.equals(DicomAttributes.SERIES)) {
            series.forEach(one -> found.add(of(one, MissingNode.getInstance())));
            return found;
        }
        var tag = DicomAttributes.tag(path);
        if (tag.isPresent()) {
            for (var element : set.path(tag.get()).path("Value")) {
                add(element, found);
            }
        }
        return found;
    }

    private static void add(JsonNode element, List<Field> found) {
        if (element.isObject() && !element.has("Alphabetic")) {
            found.add(of(element, MissingNode.getInstance()));
            return;
        }
        var text = element.isObject() ? element.path("Alphabetic").asText() : element.asText("");
        if (!element.isNull() && !text.isBlank()) {
            found.add(new DicomPlace(MissingNode.getInstance(), MissingNode.getInstance(), text));
        }
    }

    @Override
    public String text() {
        return value;
    }

    /** Never the content. */
    @Override
    public String toString() {
        return set.isMissingNode() ? "a value" : "a data set";
    }
}

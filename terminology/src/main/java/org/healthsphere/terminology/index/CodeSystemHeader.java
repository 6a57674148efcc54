package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.Standing;

/** What the header of a compiled code system says of it. */
record CodeSystemHeader(String language, boolean caseSensitive, Facts facts, List<Property> properties) {
    CodeSystemHeader {
        properties = List.copyOf(properties);
    }

    static CodeSystemHeader of(Txi file) {
        var header = file.header();
        return new CodeSystemHeader(
                header.path("language").asText(),
                header.path("caseSensitive").asBoolean(),
                facts(header.path("facts")),
                properties(header.path("properties")));
    }

    private static Facts facts(JsonNode header) {
        var standing = new Standing(
                header.path("name").asText(),
                header.path("status").asText(),
                header.path("standardsStatus").asText(),
                header.path("experimental").asBoolean());
        return new Facts(
                standing,
                header.path("content").asText(),
                header.path("supplements").asText(),
                header.path("valueSet").asText(),
                header.path("versionNeeded").asBoolean());
    }

    private static List<Property> properties(JsonNode header) {
        List<Property> all = new ArrayList<>();
        header.forEach(property -> all.add(new Property(
                property.path("code").asText(),
                property.path("uri").asText(),
                property.path("type").asText())));
        return List.copyOf(all);
    }
}

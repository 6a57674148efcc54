package org.healthsphere.node.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The file that tells a node of the hospital's own systems: a JSON array with an object for each source. */
public final class SourcesFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> MEMBERS =
            Set.of("name", "zone", "identifierSystems", "codeSystems", "translations");
    private static final TypeReference<Map<String, String>> SYSTEMS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> TRANSLATIONS = new TypeReference<>() {};

    private SourcesFile() {}

    public static Outcome<List<Source>> read(Bytes file) {
        try {
            List<Source> sources = new ArrayList<>();
            for (var source : JSON.readTree(file.array())) {
                sources.add(source(source));
            }
            return Outcome.of(List.copyOf(sources));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Outcome.failed(
                    new Fault.Invalid(
                            "the file of sources must be a JSON array of objects with name, zone, identifierSystems, codeSystems and translations"));
        }
    }

    private static Source source(JsonNode json) {
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("not a member of a source: " + name);
            }
        });
        return new Source(
                json.path("name").asText(),
                ZoneId.of(json.path("zone").asText()),
                JSON.convertValue(json.withObject("/identifierSystems"), SYSTEMS),
                JSON.convertValue(json.withObject("/codeSystems"), SYSTEMS),
                JSON.convertValue(json.withObject("/translations"), TRANSLATIONS));
    }

    public static Bytes write(List<Source> sources) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var source : sources) {
            var json = array.addObject()
                    .put("name", source.name())
                    .put("zone", source.zone().getId());
            json.set("identifierSystems", JSON.valueToTree(source.identifierSystems()));
            json.set("codeSystems", JSON.valueToTree(source.codeSystems()));
            json.set("translations", JSON.valueToTree(source.translations()));
        }
        return Bytes.utf8(array.toPrettyString());
    }
}

package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;

/** Reads a NamingSystem of code systems; those of identifiers name no codes and are refused. */
final class NamingSystemJson {
    private static final String OWN_URL = "http://hl7.org/fhir/5.0/StructureDefinition/extension-NamingSystem.url";
    private static final String OWN_VERSION =
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-NamingSystem.version";

    private final JsonNode resource;
    private final Problems problems;

    private NamingSystemJson(JsonNode resource, Problems problems) {
        this.resource = resource;
        this.problems = problems;
    }

    static Outcome<NamingSystem> read(JsonNode resource, Origin origin) {
        return new NamingSystemJson(resource, new Problems(origin.file())).read(origin);
    }

    private Outcome<NamingSystem> read(Origin origin) {
        if (!resource.path("kind").asText("").equals("codesystem")) {
            problems.add("kind", "is not 'codesystem'");
        }
        List<String> urls = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (var unique : resource.path("uniqueId")) {
            var name = name(unique);
            var isUrl = unique.path("type").asText("").equals("uri");
            if (isUrl && unique.path("preferred").asBoolean(false)) {
                urls.addFirst(name);
            } else if (isUrl) {
                urls.add(name);
            } else {
                others.add(name);
            }
        }
        if (urls.isEmpty()) {
            problems.add("uniqueId", "has none of the type uri, by which the code system is known here");
            urls.add("");
        }
        others.addAll(urls.subList(1, urls.size()));
        var name = resource.path("name").asText("");
        return problems.orElse(new NamingSystem(id(urls.getFirst()), name, origin, urls.getFirst(), others));
    }

    private static String name(JsonNode unique) {
        var value = unique.path("value").asText("");
        return switch (unique.path("type").asText("")) {
            case "oid" -> "urn:oid:" + value;
            case "uuid" -> "urn:uuid:" + value;
            default -> value;
        };
    }

    /** R4 gives it neither URL nor version: then it is called after what it names, and its date is its version. */
    private Canonical id(String system) {
        var url = stated("url", OWN_URL).orElse(system + "#names");
        return new Canonical(
                url, stated("version", OWN_VERSION).or(() -> stated("date", "")).orElse("1"));
    }

    private Optional<String> stated(String element, String extension) {
        return Optional.of(resource.path(element).asText(""))
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.of(Extensions.text(resource, extension)).filter(text -> !text.isEmpty()));
    }
}

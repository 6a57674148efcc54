package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.specs.Role;

/** The description of the programs' interface, as a test holds it against the real one. */
final class OpenApi {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    final JsonNode document;

    OpenApi() {
        try {
            document = YAML.readTree(Path.of("..", "specs", "src", "main", "resources", "openapi", "node.yaml")
                    .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who may call what, as it says. */
    Map<String, Set<Role>> rolesByRoute() {
        var roles = new TreeMap<String, Set<Role>>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> roles.put(
                                operation.getKey() + " " + path.getKey(),
                                operation
                                        .getValue()
                                        .path("x-roles")
                                        .valueStream()
                                        .map(role -> Role.valueOf(role.asText()))
                                        .collect(Collectors.toSet()))));
        return roles;
    }

    static String name(Route route) {
        return route.method().toLowerCase(Locale.ROOT) + " " + route.path().replaceAll(":([a-z]+)", "{$1}");
    }

    JsonNode operation(Route route) {
        var parts = name(route).split(" ", 2);
        return document.path("paths").path(parts[1]).path(parts[0]);
    }

    /** What is wrong with this answer; nothing when the description has its status, its media type and its form. */
    List<String> problems(Route route, HttpResponse<String> answer) {
        var response = resolved(operation(route).path("responses").path(Integer.toString(answer.statusCode())));
        var media = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        var content = response.path("content").path(media);
        if (content.isMissingNode()) {
            return List.of(name(route) + " does not describe " + answer.statusCode() + " as " + media);
        }
        var schema = JsonNodeFactory.instance.objectNode();
        schema.set("allOf", JsonNodeFactory.instance.arrayNode().add(content.path("schema")));
        schema.set("components", document.path("components"));
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(JSON.readTree(answer.body()))
                    .stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        } catch (IOException e) {
            return List.of("not JSON");
        }
    }

    JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** Every reference within. */
    List<String> references() {
        return document.findValuesAsText("$ref");
    }
}

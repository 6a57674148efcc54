package org.healthsphere.node.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The members of an object in a file of settings; IllegalArgumentException names the one that is wrong. */
record Members(String path, JsonNode json) {
    Members(String path, JsonNode json, Set<String> known) {
        this(path, json);
        if (!json.isObject()) {
            throw wrong(path.isEmpty() ? "" : path.substring(0, path.length() - 1), "an object is expected");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw wrong(path + name, "there is no such setting");
            }
        });
    }

    private static IllegalArgumentException wrong(String at, String what) {
        return new IllegalArgumentException(at.isEmpty() ? what : at + ": " + what);
    }

    IllegalArgumentException refuse(String name, String what) {
        return wrong(path + name, what);
    }

    String text(String name) {
        return some(name).orElseThrow(() -> refuse(name, "is missing"));
    }

    Optional<String> some(String name) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw refuse(name, "a text is expected");
        }
        return Optional.of(value.asText());
    }

    long whole(String name, long otherwise, long most) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong() < 0 || value.asLong() > most) {
            throw refuse(name, "a whole number up to " + most + " is expected");
        }
        return value.asLong();
    }

    List<String> texts(String name) {
        var value = json.path(name);
        if (!value.isArray() || value.isEmpty()) {
            throw refuse(name, "a list of texts is expected");
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    Map<String, String> pairs(String name) {
        var pairs = new LinkedHashMap<String, String>();
        json.path(name)
                .properties()
                .forEach(e -> pairs.put(e.getKey(), e.getValue().asText()));
        return pairs;
    }

    Optional<JsonNode> object(String name) {
        return Optional.of(json.path(name)).filter(o -> !o.isMissingNode());
    }
}

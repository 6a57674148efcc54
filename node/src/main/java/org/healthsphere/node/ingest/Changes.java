package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.node.store.ResourceId;
import org.jspecify.annotations.Nullable;

/** What is different between resources, element by element, as lines that begin with a minus or a plus. */
final class Changes {
    private Changes() {}

    static List<String> between(Map<ResourceId, JsonNode> before, Map<ResourceId, JsonNode> after) {
        var ids = new TreeSet<ResourceId>();
        ids.addAll(before.keySet());
        ids.addAll(after.keySet());
        var lines = new ArrayList<String>();
        for (var id : ids) {
            var then = leaves(before.get(id));
            var now = leaves(after.get(id));
            then.forEach((path, value) -> {
                if (!value.equals(now.get(path))) {
                    lines.add("- " + id.type() + path + ": " + value);
                }
            });
            now.forEach((path, value) -> {
                if (!value.equals(then.get(path))) {
                    lines.add("+ " + id.type() + path + ": " + value);
                }
            });
        }
        return List.copyOf(lines);
    }

    private static Map<String, String> leaves(@Nullable JsonNode resource) {
        var leaves = new TreeMap<String, String>();
        if (resource != null) {
            add("", resource, leaves);
        }
        return leaves;
    }

    private static void add(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isValueNode()) {
            leaves.put(path, node.asText());
        }
        node.properties().forEach(member -> add(path + "." + member.getKey(), member.getValue(), leaves));
        if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                add(path + "[" + i + "]", node.get(i), leaves);
            }
        }
    }
}

package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.specs.NodeId;

/** Where sources of one fact do not agree. Who says nothing on a point does not disagree. */
final class Differences {
    /** What somebody who treats the patient would want to know to differ. */
    private static final Set<String> COMPARED = Set.of(
            "status",
            "clinicalStatus",
            "verificationStatus",
            "criticality",
            "severity",
            "interpretation",
            "dosage",
            "dosageInstruction",
            "abatementDateTime",
            "component");

    private Differences() {}

    /** What of a resource is compared with others, by its name. */
    static SortedMap<String, JsonNode> compared(ObjectNode resource) {
        var compared = new TreeMap<String, JsonNode>();
        resource.properties().forEach(element -> {
            if (COMPARED.contains(element.getKey()) || element.getKey().startsWith("value")) {
                compared.put(element.getKey(), element.getValue());
            }
        });
        return compared;
    }

    static List<Conflict> of(List<Entry> group) {
        if (group.size() == 1) {
            return List.of();
        }
        var conflicts = new ArrayList<Conflict>();
        for (var element : elements(group)) {
            var statements = statements(group, element);
            if (statements.size() > 1) {
                conflicts.add(new Conflict(element, statements));
            }
        }
        return conflicts;
    }

    private static Set<String> elements(List<Entry> group) {
        var elements = new TreeSet<String>();
        group.forEach(entry -> elements.addAll(entry.compared().keySet()));
        return elements;
    }

    private static List<Stated> statements(List<Entry> group, String element) {
        var statements = new LinkedHashMap<JsonNode, Set<NodeId>>();
        for (var entry : group) {
            var value = entry.compared().get(element);
            if (value != null) {
                statements.keySet().stream()
                        .filter(stated -> agree(stated, value))
                        .findFirst()
                        .map(statements::get)
                        .orElseGet(() -> statements.computeIfAbsent(value, _ -> new HashSet<>()))
                        .add(entry.source().member());
            }
        }
        return statements.size() < 2
                ? List.of()
                : statements.entrySet().stream()
                        .map(stated -> Stated.of(stated.getKey(), stated.getValue()))
                        .toList();
    }

    /** Two concepts agree when they share a code: hospitals add codes of their own. */
    private static boolean agree(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return true;
        }
        var codes = Meaning.codings(one);
        var others = Meaning.codings(other);
        var bothCoded = !codes.isEmpty() && !others.isEmpty();
        return bothCoded
                ? !Collections.disjoint(codes, others)
                : Meaning.of(one).equals(Meaning.of(other));
    }
}

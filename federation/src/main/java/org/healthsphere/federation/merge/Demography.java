package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.healthsphere.specs.NodeId;

/** Puts together what members say about who the patient is. */
final class Demography {
    /** The elements that are shown, and by what two values of them are one. */
    private static final Map<String, Function<JsonNode, String>> ELEMENTS = Map.of(
            "identifier",
            value -> value.path("system").asText() + "|" + value.path("value").asText(),
            "name",
            value -> Meaning.folded(words(value.path("given")) + " "
                    + value.path("family").asText() + value.path("text").asText()),
            "telecom",
            value -> value.path("value").asText().replaceAll("[\\s().-]", ""),
            "address",
            value -> Meaning.folded(
                    words(value.path("line")) + " " + value.path("city").asText() + " "
                            + value.path("postalCode").asText()),
            "birthDate",
            JsonNode::asText,
            "gender",
            JsonNode::asText,
            "deceasedBoolean",
            JsonNode::asText,
            "deceasedDateTime",
            JsonNode::asText);

    private Demography() {}

    static MergedPatient merge(List<Entry> patients) {
        var elements = new TreeMap<String, List<Stated>>();
        ELEMENTS.forEach((name, meaning) -> {
            var stated = stated(patients, name, meaning);
            if (!stated.isEmpty()) {
                elements.put(name, stated);
            }
        });
        return new MergedPatient(elements, patients.stream().map(Entry::source).toList());
    }

    private static List<Stated> stated(List<Entry> patients, String name, Function<JsonNode, String> meaning) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Map<String, Set<NodeId>> members = new LinkedHashMap<>();
        for (var patient : patients) {
            for (var value : values(patient.resource().path(name))) {
                var key = meaning.apply(value);
                values.putIfAbsent(key, value);
                members.computeIfAbsent(key, _ -> new HashSet<>())
                        .add(patient.source().member());
            }
        }
        var stated = new ArrayList<Stated>();
        values.forEach((key, value) -> stated.add(Stated.of(value, members.getOrDefault(key, Set.of()))));
        stated.sort(Comparator.comparingInt((Stated s) -> s.members().size()).reversed());
        return stated;
    }

    private static List<JsonNode> values(JsonNode element) {
        if (element.isMissingNode() || element.isNull()) {
            return List.of();
        }
        var values = new ArrayList<JsonNode>();
        if (element.isArray()) {
            element.forEach(values::add);
        } else {
            values.add(element);
        }
        return values;
    }

    private static String words(JsonNode texts) {
        var words = new ArrayList<String>();
        texts.forEach(text -> words.add(text.asText()));
        return String.join(" ", words);
    }
}

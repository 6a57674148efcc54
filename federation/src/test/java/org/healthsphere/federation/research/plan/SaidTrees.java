package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Trees of age, marker and smoking as a result tells them, in the words of {@link NaiveTrees}. */
public final class SaidTrees {
    private SaidTrees() {}

    /** The trees of a result in the words of the naive ones. */
    public static List<Map<Integer, String>> of(JsonNode result) {
        Map<String, Integer> places = new HashMap<>();
        places(
                places,
                "age",
                List.of(
                        "[0.0,30.0)",
                        "[30.0,40.0)",
                        "[40.0,50.0)",
                        "[50.0,60.0)",
                        "[60.0,70.0)",
                        "[70.0,80.0)",
                        "[80.0,120.0]"));
        places(places, "marker", List.of("[-10.0,-1.0)", "[-1.0,0.0)", "[0.0,1.0)", "[1.0,10.0]"));
        places(places, "smoker", List.of("no", "yes"));
        List<Map<Integer, String>> trees = new ArrayList<>();
        for (var tree : result.path("trees")) {
            Map<Integer, String> nodes = new TreeMap<>();
            tree.forEach(node -> nodes.put(node.path("node").asInt(), said(node, places)));
            trees.add(nodes);
        }
        return trees;
    }

    private static void places(Map<String, Integer> places, String feature, List<String> classes) {
        IntStream.range(0, classes.size()).forEach(i -> places.put(feature + classes.get(i), i));
    }

    private static String said(JsonNode node, Map<String, Integer> places) {
        if (node.has("value")) {
            return node.path("value").asText();
        }
        var term = node.path("term").asText();
        var place =
                places.get(term + node.path(node.has("upTo") ? "upTo" : "is").asText());
        return "if " + term + " " + place + " "
                + (node.path("missing").asInt() == 2 * node.path("node").asInt() + 1);
    }
}

package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.plan.Variable.Range;
import org.healthsphere.federation.research.plan.Variable.Which;

/** Variables from JSON. */
final class VariableReader {
    private static final Pattern UCUM = Pattern.compile("[!-~]{1,64}");
    static final Pattern LEVEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.+-]{0,47}");
    private static final int MOST_LEVELS = 32;
    private static final int MOST_EDGES = 64;
    private static final int MOST_OCCURRENCES = 1000;
    private static final int MOST_WEEKS = 1040;
    private static final int MOST_APART = 3660;
    private static final int MOST_BEGINNINGS = 20;
    private static final Map<String, Which> WHICH =
            Map.of("first", Which.FIRST, "last", Which.LAST, "least", Which.LEAST, "greatest", Which.GREATEST);

    private VariableReader() {}

    static Variable variable(StrictObject json) {
        var name = json.text("name", PlanReader.NAME);
        return switch (json.oneOf(List.of("age", "value", "occurrences", "sex", "has", "group", "weeks", "survival"))) {
            case "age" ->
                json.object("age", part -> new Variable.Age(name, part.date("at"), range(part, Cohort.Age.OLDEST)));
            case "value" -> json.object("value", part -> value(name, part));
            case "occurrences" ->
                json.object(
                        "occurrences",
                        part -> new Variable.Occurrences(name, has(part, "of"), range(part, MOST_OCCURRENCES)));
            case "sex" -> json.object("sex", _ -> new Variable.OfSex(name));
            case "has" -> new Variable.Presence(name, has(json, "has"));
            case "group" -> new Variable.Group(name, levels(json));
            case "weeks" -> json.object("weeks", part -> weeks(name, part));
            case "survival" -> json.object("survival", part -> survival(name, part));
            default -> new Variable.OfSex(name);
        };
    }

    private static Cohort.Has has(StrictObject json, String name) {
        return json.object(name, CohortJson::has);
    }

    private static Variable value(String name, StrictObject json) {
        return new Variable.Value(
                name,
                has(json, "of"),
                json.text("ucum", UCUM),
                json.has("which") ? json.word("which", WHICH) : Which.LAST,
                range(json, Double.NaN));
    }

    private static List<Variable.Group.Level> levels(StrictObject json) {
        var levels = json.objects(
                "group", 2, MOST_LEVELS, part -> new Variable.Group.Level(part.text("level", LEVEL), has(part, "has")));
        if (levels.stream().map(Variable.Group.Level::name).distinct().count() < levels.size()) {
            json.problem("two levels have one name");
        }
        return levels;
    }

    private static Variable weeks(String name, StrictObject json) {
        return new Variable.Weeks(
                name,
                has(json, "of"),
                json.date("first"),
                PlanReader.number(json, "number", 1, MOST_WEEKS),
                PlanReader.number(json, "apart", 0, MOST_APART),
                PlanReader.number(json, "most", 1, MOST_BEGINNINGS));
    }

    private static Variable survival(String name, StrictObject json) {
        return new Variable.Survival(name, has(json, "start"), has(json, "event"), json.date("until"));
    }

    /** The bounds of a number; where it has natural ones, they may be left out. */
    private static Range range(StrictObject json, double natural) {
        var isNatural = !Double.isNaN(natural) && !json.has("low") && !json.has("high");
        var low = isNatural ? 0 : json.decimal("low").doubleValue();
        var high = isNatural ? natural : json.decimal("high").doubleValue();
        var edges = json.has("edges") ? edges(json) : List.<Double>of();
        if (low >= high) {
            json.problem("low is not below high");
            return new Range(0, 1, List.of());
        }
        if (!areBetween(low, edges, high)) {
            json.problem("edges increase, between low and high");
            return new Range(low, high, List.of());
        }
        return new Range(low, high, edges);
    }

    private static boolean areBetween(double low, List<Double> edges, double high) {
        var last = low;
        for (var edge : edges) {
            if (edge <= last || edge >= high) {
                return false;
            }
            last = edge;
        }
        return true;
    }

    private static List<Double> edges(StrictObject json) {
        return json.each("edges", 1, MOST_EDGES).stream()
                .map(JsonNode::asDouble)
                .toList();
    }
}

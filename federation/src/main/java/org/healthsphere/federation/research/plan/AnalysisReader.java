package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.analysis.Family;
import org.healthsphere.federation.research.analysis.Ties;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.plan.Variable.Levelled;
import org.healthsphere.federation.research.plan.Variable.Numeric;
import org.healthsphere.federation.research.plan.Variable.Survival;

/** Analyses from JSON; each variable that one names must be there, and of a kind that it can use. */
final class AnalysisReader {
    private static final Pattern ANY = Pattern.compile("[a-z0-9-]{1,48}");
    private static final int MOST_DIMENSIONS = 3;
    private static final int MOST_QUANTILES = 9;
    private static final int MOST_TERMS = 16;
    private static final int MOST_POINTS = 1200;
    private static final int LONGEST_STEP = 3660;
    private static final int FEWEST_PLACES = 256;
    private static final int MOST_PLACES = 16_384;
    private static final int MOST_PHANTOMS = 2_000;
    private static final int MOST_HOSPITALS = 128;
    private static final List<String> KINDS = List.of(
            "count",
            "crosstab",
            "histogram",
            "mean",
            "quantiles",
            "survival",
            "glm",
            "cox",
            "outbreak",
            "trees",
            "score",
            "distinct");
    private static final int MOST_BACK = 520;
    private static final int MOST_STEPS = 120;
    private static final int MOST_TREES = 60;
    private static final int MOST_DEPTH = 4;
    private static final int MOST_PENALTY = 1000;
    private static final Map<String, Boolean> SCALES = Map.of("logit", true, "probability", false);
    private static final Map<String, Family> FAMILIES =
            Map.of("gaussian", Family.GAUSSIAN, "binomial", Family.BINOMIAL, "poisson", Family.POISSON);
    private static final Map<String, Ties> TIES = Map.of("efron", Ties.EFRON, "breslow", Ties.BRESLOW);

    private final StrictObject json;
    private final List<Variable> variables;

    private AnalysisReader(StrictObject json, List<Variable> variables) {
        this.json = json;
        this.variables = variables;
    }

    static Analysis analysis(StrictObject json, List<Variable> variables) {
        var name = json.text("name", PlanReader.NAME);
        var kind = json.oneOf(KINDS);
        return kind.isEmpty()
                ? new Analysis.Count(name)
                : json.object(kind, part -> new AnalysisReader(part, variables).analysis(name, kind));
    }

    private Analysis analysis(String name, String kind) {
        return switch (kind) {
            case "crosstab" -> new Analysis.Crosstab(name, list("by", MOST_DIMENSIONS, AnalysisReader::isClassed));
            case "histogram" ->
                new Analysis.Histogram(name, one("of", v -> v instanceof Numeric number && isClassed(number)));
            case "mean" -> new Analysis.Mean(name, one("of", Numeric.class::isInstance));
            case "quantiles" -> new Analysis.Quantiles(name, one("of", Numeric.class::isInstance), quantiles());
            case "survival" ->
                new Analysis.KaplanMeier(
                        name,
                        one("of", Survival.class::isInstance),
                        PlanReader.number(json, "width", 1, LONGEST_STEP),
                        PlanReader.number(json, "points", 1, MOST_POINTS),
                        perhaps("by", Levelled.class::isInstance));
            case "distinct" ->
                new Analysis.Distinct(
                        name,
                        json.has("places")
                                ? PlanReader.number(json, "places", FEWEST_PLACES, MOST_PLACES)
                                : MOST_PLACES,
                        json.has("phantoms") ? PlanReader.number(json, "phantoms", 1, MOST_PHANTOMS) : 0);
            case "glm" -> glm(name);
            case "cox" -> cox(name);
            case "outbreak" ->
                new Analysis.Outbreak(
                        name,
                        one("of", Variable.Weeks.class::isInstance),
                        PlanReader.number(json, "back", 1, MOST_BACK),
                        DetectionReader.detection(json),
                        json.has("once") ? Optional.of(json.object("once", AnalysisReader::once)) : Optional.empty());
            case "trees" ->
                new Analysis.Trees(
                        name,
                        one("response", AnalysisReader::isOfTwo),
                        list("terms", MOST_TERMS, AnalysisReader::isClassed),
                        growth());
            case "score" -> new Analysis.Score(name, one("outcome", AnalysisReader::isOfTwo), formula());
            default -> new Analysis.Count(name);
        };
    }

    private static Analysis.Once once(StrictObject json) {
        return new Analysis.Once(
                PlanReader.number(json, "places", FEWEST_PLACES, MOST_PLACES),
                PlanReader.number(json, "phantoms", 1, MOST_PHANTOMS),
                PlanReader.number(json, "hospitals", 2, MOST_HOSPITALS));
    }

    private Analysis cox(String name) {
        var grid = json.has("grid")
                ? Optional.of(json.object(
                        "grid",
                        part -> new Analysis.Grid(
                                PlanReader.number(part, "width", 1, LONGEST_STEP),
                                PlanReader.number(part, "points", 1, MOST_STEPS))))
                : Optional.<Analysis.Grid>empty();
        if (grid.isPresent() && json.has("strata")) {
            json.problem("on a grid all patients are compared: there are no strata");
        }
        return new Analysis.Cox(
                name,
                one("of", Survival.class::isInstance),
                list("terms", MOST_TERMS, AnalysisReader::isTerm),
                perhaps("strata", Levelled.class::isInstance),
                json.has("ties") ? json.word("ties", TIES) : Ties.EFRON,
                grid);
    }

    private Analysis.Trees.Growth growth() {
        return new Analysis.Trees.Growth(
                PlanReader.number(json, "trees", 1, MOST_TREES),
                PlanReader.number(json, "depth", 1, MOST_DEPTH),
                between("rate", 0.001, 1),
                between("penalty", 0, MOST_PENALTY));
    }

    private Analysis.Score.Formula formula() {
        var weights = json.objects("weights", 1, MOST_TERMS * MOST_TERMS, this::weight);
        return new Analysis.Score.Formula(
                json.word("scale", SCALES), json.decimal("intercept").doubleValue(), weights);
    }

    private Analysis.Score.Weight weight(StrictObject part) {
        var reader = new AnalysisReader(part, variables);
        var level =
                part.has("level") ? Optional.of(part.text("level", VariableReader.LEVEL)) : Optional.<String>empty();
        var name = reader.one("variable", variable -> switch (variable) {
            case Levelled levelled -> level.filter(levelled.levels()::contains).isPresent();
            case Numeric _ -> level.isEmpty();
            case Variable.Weeks _, Survival _ -> false;
        });
        return new Analysis.Score.Weight(name, level, part.decimal("weight").doubleValue());
    }

    private double between(String member, double least, double most) {
        var number = json.decimal(member).doubleValue();
        if (!(number >= least && number <= most)) {
            json.problem(member + " is a number from " + least + " to " + most);
            return least;
        }
        return number;
    }

    private static boolean isOfTwo(Variable variable) {
        return variable instanceof Levelled levelled && levelled.levels().size() == 2;
    }

    private Analysis glm(String name) {
        var family = json.word("family", FAMILIES);
        Kind response = family == Family.BINOMIAL ? AnalysisReader::isOfTwo : Numeric.class::isInstance;
        return new Analysis.Glm(
                name,
                family,
                one("response", response),
                list("terms", MOST_TERMS, AnalysisReader::isTerm),
                perhaps(
                        "exposure",
                        v -> v instanceof Numeric number && number.range().low() > 0));
    }

    @FunctionalInterface
    private interface Kind {
        boolean fits(Variable variable);
    }

    private static boolean isClassed(Variable variable) {
        return variable instanceof Levelled
                || (variable instanceof Numeric number
                        && !number.range().edges().isEmpty());
    }

    private static boolean isTerm(Variable variable) {
        return variable instanceof Levelled || variable instanceof Numeric;
    }

    private String one(String member, Kind kind) {
        return checked(member, json.text(member, ANY), kind);
    }

    private Optional<String> perhaps(String member, Kind kind) {
        return json.has(member) ? Optional.of(one(member, kind)) : Optional.empty();
    }

    private List<String> list(String member, int most, Kind kind) {
        var names = json.each(member, 1, most).stream()
                .map(node -> checked(member, node.asText(), kind))
                .toList();
        if (new HashSet<>(names).size() < names.size()) {
            json.problem(member + " names a variable twice");
        }
        return names;
    }

    private String checked(String member, String name, Kind kind) {
        var fits = variables.stream().anyMatch(variable -> variable.name().equals(name) && kind.fits(variable));
        if (!fits) {
            json.problem(member + " names a variable of the study that it can use");
        }
        return name;
    }

    private List<Double> quantiles() {
        var at = json.each("at", 1, MOST_QUANTILES).stream()
                .map(JsonNode::asDouble)
                .toList();
        if (at.stream().anyMatch(q -> !(q > 0 && q < 1))) {
            json.problem("at has numbers between 0 and 1");
        }
        return at;
    }
}

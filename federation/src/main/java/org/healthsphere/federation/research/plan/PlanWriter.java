package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.DataUse;

/** A study as JSON, as {@link PlanReader} reads it, in one spelling. */
final class PlanWriter {
    private PlanWriter() {}

    static ObjectNode json(StudyPlan plan) {
        var json = object().put("type", "study").put("v", 1).put("id", plan.id());
        json.putObject("asker")
                .put("member", plan.asker().member().value())
                .put("researcher", plan.asker().researcher().hex())
                .put("title", plan.asker().title())
                .put("purpose", plan.asker().purpose().name());
        var duo = json.putArray("duo");
        plan.uses().stream().map(DataUse::code).sorted().forEach(duo::add);
        plan.disease()
                .ifPresent(disease -> json.putObject("disease")
                        .put("system", disease.system())
                        .put("code", disease.code()));
        safety(json.putObject("safety"), plan.safety());
        json.set("cohort", CohortJson.json(plan.cohort()));
        var variables = json.putArray("variables");
        plan.variables().forEach(variable -> variables.add(variable(variable)));
        var analyses = json.putArray("analyses");
        plan.analyses().forEach(analysis -> analyses.add(json(analysis)));
        return json;
    }

    private static void safety(ObjectNode json, StudyPlan.Safety safety) {
        var protection = json.put("notAfter", safety.notAfter().toString()).putObject("protection");
        switch (safety.protection()) {
            case Protection.Exact(var threshold) ->
                protection.putObject("exact").put("threshold", threshold);
            case Protection.Noise(var rho) -> protection.putObject("noise").put("rhoMicros", rho);
        }
        json.putObject("terms")
                .put("threshold", safety.terms().threshold())
                .put("quorum", safety.terms().quorum())
                .put("colluders", safety.terms().colluders());
    }

    /** What a variable is made of, whatever it is called and however it is classed. */
    static String source(Variable variable) {
        var json = switch (variable) {
            case Variable.Age age -> object().put("age", age.at().toString());
            case Variable.Value value ->
                object().put("ucum", value.unit())
                        .put("which", value.which().name())
                        .set("of", has(value.has()));
            case Variable.Occurrences count -> object().put("count", true).set("of", has(count.has()));
            case Variable.OfSex _, Variable.Presence _, Variable.Group _, Variable.Weeks _, Variable.Survival _ ->
                variable(variable).without("name");
        };
        return new String(CanonicalJson.of(json), StandardCharsets.UTF_8);
    }

    private static ObjectNode variable(Variable variable) {
        var json = object().put("name", variable.name());
        switch (variable) {
            case Variable.Age age ->
                range(json.putObject("age").put("at", age.at().toString()), age.range());
            case Variable.Value value -> {
                var part = json.putObject("value").put("ucum", value.unit()).put("which", word(value.which()));
                part.set("of", has(value.has()));
                range(part, value.range());
            }
            case Variable.Occurrences count -> {
                var part = json.putObject("occurrences");
                part.set("of", has(count.has()));
                range(part, count.range());
            }
            case Variable.OfSex _ -> json.putObject("sex");
            case Variable.Presence presence -> json.set("has", has(presence.has()));
            case Variable.Group group -> {
                var levels = json.putArray("group");
                group.of()
                        .forEach(level ->
                                levels.addObject().put("level", level.name()).set("has", has(level.has())));
            }
            case Variable.Weeks weeks ->
                json.putObject("weeks")
                        .put("first", weeks.first().toString())
                        .put("number", weeks.number())
                        .put("apart", weeks.apart())
                        .put("most", weeks.most())
                        .set("of", has(weeks.has()));
            case Variable.Survival survival -> {
                var part =
                        json.putObject("survival").put("until", survival.until().toString());
                part.set("start", has(survival.start()));
                part.set("event", has(survival.event()));
            }
        }
        return json;
    }

    private static void range(ObjectNode json, Variable.Range range) {
        json.put("low", decimal(range.low())).put("high", decimal(range.high()));
        if (!range.edges().isEmpty()) {
            var edges = json.putArray("edges");
            range.edges().forEach(edge -> edges.add(decimal(edge)));
        }
    }

    static ObjectNode json(Analysis analysis) {
        var json = object().put("name", analysis.name());
        switch (analysis) {
            case Analysis.Count _ -> json.putObject("count");
            case Analysis.Crosstab crosstab -> texts(json.putObject("crosstab"), "by", crosstab.by());
            case Analysis.Histogram histogram -> json.putObject("histogram").put("of", histogram.of());
            case Analysis.Mean mean -> json.putObject("mean").put("of", mean.of());
            case Analysis.Quantiles quantiles -> {
                var at = json.putObject("quantiles").put("of", quantiles.of()).putArray("at");
                quantiles.at().forEach(q -> at.add(decimal(q)));
            }
            case Analysis.KaplanMeier survival -> survival(json.putObject("survival"), survival);
            case Analysis.Distinct distinct -> distinct(json.putObject("distinct"), distinct);
            case Analysis.Glm glm -> glm(json.putObject("glm"), glm);
            case Analysis.Cox cox -> cox(json.putObject("cox"), cox);
            case Analysis.Outbreak outbreak -> {
                var part = json.putObject("outbreak").put("of", outbreak.of()).put("back", outbreak.back());
                DetectionWriter.put(part, outbreak.method());
                outbreak.once()
                        .ifPresent(once -> part.putObject("once")
                                .put("places", once.places())
                                .put("phantoms", once.phantoms())
                                .put("hospitals", once.hospitals()));
            }
            case Analysis.Trees trees -> trees(json.putObject("trees"), trees);
            case Analysis.Score score -> score(json.putObject("score"), score);
        }
        return json;
    }

    private static void survival(ObjectNode part, Analysis.KaplanMeier survival) {
        part.put("of", survival.of()).put("width", survival.width()).put("points", survival.points());
        survival.by().ifPresent(by -> part.put("by", by));
    }

    private static void distinct(ObjectNode part, Analysis.Distinct distinct) {
        part.put("places", distinct.places());
        if (distinct.phantoms() > 0) {
            part.put("phantoms", distinct.phantoms());
        }
    }

    private static void glm(ObjectNode part, Analysis.Glm glm) {
        texts(part.put("family", word(glm.family())).put("response", glm.response()), "terms", glm.terms());
        glm.exposure().ifPresent(exposure -> part.put("exposure", exposure));
    }

    private static void cox(ObjectNode part, Analysis.Cox cox) {
        texts(part.put("of", cox.of()).put("ties", word(cox.ties())), "terms", cox.terms());
        cox.strata().ifPresent(strata -> part.put("strata", strata));
        cox.grid()
                .ifPresent(grid ->
                        part.putObject("grid").put("width", grid.width()).put("points", grid.points()));
    }

    private static void trees(ObjectNode part, Analysis.Trees trees) {
        texts(part.put("response", trees.response()), "terms", trees.terms());
        var growth = trees.growth();
        part.put("trees", growth.trees())
                .put("depth", growth.depth())
                .put("rate", decimal(growth.rate()))
                .put("penalty", decimal(growth.penalty()));
    }

    private static void score(ObjectNode part, Analysis.Score score) {
        var formula = score.formula();
        var weights = part.put("outcome", score.outcome())
                .put("scale", formula.logit() ? "logit" : "probability")
                .put("intercept", decimal(formula.intercept()))
                .putArray("weights");
        for (var weight : formula.weights()) {
            var one = weights.addObject().put("variable", weight.variable()).put("weight", decimal(weight.weight()));
            weight.level().ifPresent(level -> one.put("level", level));
        }
    }

    private static void texts(ObjectNode json, String name, List<String> texts) {
        var array = json.putArray(name);
        texts.forEach(array::add);
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode has(Has has) {
        return CohortJson.json(has);
    }

    static BigDecimal decimal(double number) {
        var decimal = BigDecimal.valueOf(number);
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

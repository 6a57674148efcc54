package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.healthsphere.federation.research.outbreak.Cusum;
import org.healthsphere.federation.research.outbreak.Detection;
import org.healthsphere.federation.research.outbreak.Ears;
import org.healthsphere.federation.research.outbreak.Farrington;
import org.healthsphere.federation.research.outbreak.FlexibleFarrington;
import org.healthsphere.federation.research.outbreak.FlexibleFarrington.Threshold;
import org.healthsphere.federation.research.outbreak.Season;

/** Rules by which weeks are judged as JSON, with all that could have been left out. */
final class DetectionWriter {
    private DetectionWriter() {}

    static void put(ObjectNode analysis, Detection detection) {
        var method = analysis.putObject("method");
        switch (detection) {
            case Ears ears ->
                method.putObject("ears")
                        .put("version", word(ears.version()))
                        .put("baseline", ears.baseline())
                        .put("alpha", PlanWriter.decimal(ears.alpha()));
            case Cusum cusum -> {
                var part = method.putObject("cusum")
                        .put("k", PlanWriter.decimal(cusum.reference()))
                        .put("h", PlanWriter.decimal(cusum.decision()))
                        .put("scale", word(cusum.scale()));
                switch (cusum.expected()) {
                    case Cusum.Expected.Fixed(var number) -> part.put("m", PlanWriter.decimal(number));
                    case Cusum.Expected.Seasonal() -> part.put("seasonal", "yes");
                    case Cusum.Expected.Mean() -> part.put("seasonal", "no");
                }
            }
            case Farrington rule ->
                season(method.putObject("farrington"), rule.season())
                        .put("alpha", PlanWriter.decimal(rule.alpha()))
                        .put("power", rule.power().code());
            case FlexibleFarrington rule -> {
                var part = season(method.putObject("farrington-flexible"), rule.season())
                        .put("alpha", PlanWriter.decimal(rule.alpha()))
                        .put("periods", rule.seasons())
                        .put("recent", rule.recent())
                        .put("limit", PlanWriter.decimal(rule.limit()));
                threshold(part, rule.threshold());
            }
        }
    }

    private static void threshold(ObjectNode part, Threshold threshold) {
        switch (threshold) {
            case Threshold.Delta(var power) -> part.put("threshold", "delta").put("power", power.code());
            case Threshold.Plugin() -> part.put("threshold", "nb-plugin");
            case Threshold.Muan() -> part.put("threshold", "muan");
        }
    }

    private static ObjectNode season(ObjectNode part, Season season) {
        return part.put("years", season.years())
                .put("window", season.window())
                .put("trend", yes(season.trend()))
                .put("reweight", yes(season.reweight()))
                .put("few", season.few().patients())
                .put("fewIn", season.few().weeks());
    }

    private static String yes(boolean yes) {
        return yes ? "yes" : "no";
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}

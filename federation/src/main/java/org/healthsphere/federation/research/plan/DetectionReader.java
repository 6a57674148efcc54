package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.outbreak.Cusum;
import org.healthsphere.federation.research.outbreak.Detection;
import org.healthsphere.federation.research.outbreak.Ears;
import org.healthsphere.federation.research.outbreak.Farrington;
import org.healthsphere.federation.research.outbreak.FlexibleFarrington;
import org.healthsphere.federation.research.outbreak.FlexibleFarrington.Threshold;
import org.healthsphere.federation.research.outbreak.Power;
import org.healthsphere.federation.research.outbreak.Season;

/** The rules by which weeks are judged, from JSON. What is left out is as in R's package surveillance. */
final class DetectionReader {
    static final Map<String, Ears.Version> VERSIONS =
            Map.of("c1", Ears.Version.C1, "c2", Ears.Version.C2, "c3", Ears.Version.C3);
    static final Map<String, Cusum.Scale> SCALES =
            Map.of("standard", Cusum.Scale.STANDARD, "anscombe", Cusum.Scale.ANSCOMBE, "rossi", Cusum.Scale.ROSSI);
    static final Map<String, Power> POWERS =
            Arrays.stream(Power.values()).collect(Collectors.toUnmodifiableMap(Power::code, Function.identity()));
    private static final Map<String, Boolean> YES_OR_NO = Map.of("yes", true, "no", false);
    private static final double LEAST_ALPHA = 1e-6;
    private static final double USUAL_ALPHA = 0.05;
    private static final int MOST = 1000;

    private final StrictObject json;

    private DetectionReader(StrictObject json) {
        this.json = json;
    }

    /** The rule that is one member of {@code method}. */
    static Detection detection(StrictObject analysis) {
        return analysis.object("method", method -> {
            var kind = method.oneOf(List.of("ears", "cusum", "farrington", "farrington-flexible"));
            return kind.isEmpty()
                    ? new Ears(Ears.Version.C1, 7, 0.001)
                    : method.object(kind, part -> new DetectionReader(part).detection(kind));
        });
    }

    private Detection detection(String kind) {
        return switch (kind) {
            case "cusum" -> cusum();
            case "farrington" -> new Farrington(season(), number("alpha", USUAL_ALPHA, LEAST_ALPHA, 0.5), power());
            case "farrington-flexible" -> flexible();
            default -> ears();
        };
    }

    private Detection ears() {
        var version = json.word("version", VERSIONS);
        var usual = version == Ears.Version.C3 ? 0.025 : 0.001;
        return new Ears(version, whole("baseline", 7, 3, 52), number("alpha", usual, LEAST_ALPHA, 0.5));
    }

    private Detection cusum() {
        return new Cusum(
                number("k", 1.04, 0, MOST),
                number("h", 2.26, 0, MOST),
                expected(),
                json.has("scale") ? json.word("scale", SCALES) : Cusum.Scale.STANDARD);
    }

    private Cusum.Expected expected() {
        if (json.has("m")) {
            return new Cusum.Expected.Fixed(number("m", 1, LEAST_ALPHA, MOST * MOST));
        }
        return json.has("seasonal") && json.word("seasonal", YES_OR_NO)
                ? new Cusum.Expected.Seasonal()
                : new Cusum.Expected.Mean();
    }

    private Detection flexible() {
        var season = season();
        var seasons = whole("periods", 1, 1, 20);
        if (seasons > 1 && Detection.YEAR - 2 * season.window() - 1 < seasons - 1) {
            json.problem("there are not so many periods in a year beside the window");
            seasons = 1;
        }
        return new FlexibleFarrington(
                season,
                seasons,
                whole("recent", season.window(), 0, Detection.YEAR),
                number("limit", 2.58, 0, MOST),
                number("alpha", USUAL_ALPHA, LEAST_ALPHA, 0.5),
                threshold());
    }

    private Threshold threshold() {
        var threshold = json.has("threshold")
                ? json.word("threshold", Map.of("delta", "delta", "nb-plugin", "nb-plugin", "muan", "muan"))
                : "delta";
        return switch (threshold) {
            case "nb-plugin" -> new Threshold.Plugin();
            case "muan" -> new Threshold.Muan();
            default -> new Threshold.Delta(power());
        };
    }

    private Season season() {
        var usual = Season.usual();
        return new Season(
                whole("years", usual.years(), 1, 15),
                whole("window", usual.window(), 0, 20),
                yes("trend"),
                yes("reweight"),
                new Season.Few(
                        whole("few", usual.few().patients(), 0, MOST),
                        whole("fewIn", usual.few().weeks(), 1, Detection.YEAR)));
    }

    private Power power() {
        return json.has("power") ? json.word("power", POWERS) : Power.TWO_THIRDS;
    }

    private boolean yes(String member) {
        return !json.has(member) || json.word(member, YES_OR_NO);
    }

    private int whole(String member, int usual, int least, int most) {
        return json.has(member) ? PlanReader.number(json, member, least, most) : usual;
    }

    private double number(String member, double usual, double least, double most) {
        var number = json.has(member) ? json.decimal(member).doubleValue() : usual;
        if (!(number >= least && number <= most)) {
            json.problem(member + " is a number from " + least + " to " + most);
            return usual;
        }
        return number;
    }
}

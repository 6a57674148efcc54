package org.healthsphere.federation.research.outbreak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.federation.research.analysis.Figures;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.federation.research.outbreak.Cusum.Expected;
import org.healthsphere.federation.research.outbreak.Cusum.Scale;
import org.healthsphere.federation.research.outbreak.Ears.Version;
import org.healthsphere.federation.research.outbreak.FlexibleFarrington.Threshold;

/** Weekly counts, and the rules of {@code tools/r-oracle/outbreaks.R} by the names that they have there. */
public final class Weeks {
    /** What R said when it was last asked. */
    public static final Path RECORDED =
            Path.of("src/test/resources/org/healthsphere/federation/research/analysis/r-outbreaks.csv");

    static final List<String> SERIES = List.of("rare", "seasonal", "absent", "common");
    static final int BACK = 52;

    private Weeks() {}

    /** Each rule by its name. */
    public static Map<String, Detection> rules() {
        Map<String, Detection> rules = new LinkedHashMap<>();
        rules.put("c1", new Ears(Version.C1, 7, 0.001));
        rules.put("c2", new Ears(Version.C2, 7, 0.001));
        rules.put("c3", new Ears(Version.C3, 7, 0.025));
        rules.put("c1long", new Ears(Version.C1, 12, 0.01));
        rules.put("cusum", new Cusum(1.04, 2.26, new Expected.Mean(), Scale.STANDARD));
        rules.put("cusumrossi", new Cusum(0.8, 2, new Expected.Mean(), Scale.ROSSI));
        rules.put("cusumfixed", new Cusum(1.04, 2.26, new Expected.Fixed(5), Scale.ANSCOMBE));
        rules.put("cusumseasonal", new Cusum(1.04, 2.26, new Expected.Seasonal(), Scale.STANDARD));
        rules.put("farrington", new Farrington(four(true, true), 0.05, Power.TWO_THIRDS));
        rules.put("farringtonplain", new Farrington(four(false, false), 0.01, Power.NONE));
        rules.put("farringtonroot", new Farrington(four(true, true), 0.05, Power.HALF));
        var delta = new Threshold.Delta(Power.TWO_THIRDS);
        rules.put("flexible", new FlexibleFarrington(four(true, true), 1, 3, 2.58, 0.05, delta));
        rules.put("flexibledelta", new FlexibleFarrington(four(true, true), 10, 26, 2.58, 0.01, delta));
        rules.put(
                "flexibleplugin",
                new FlexibleFarrington(four(true, true), 10, 26, 2.58, 0.005, new Threshold.Plugin()));
        rules.put("flexiblemuan", new FlexibleFarrington(four(true, true), 5, 26, 2.58, 0.01, new Threshold.Muan()));
        rules.put("flexibleplain", new FlexibleFarrington(four(false, false), 10, 3, 2.58, 0.05, new Threshold.Muan()));
        return rules;
    }

    private static Season four(boolean trend, boolean reweight) {
        return new Season(4, 3, trend, reweight, new Season.Few(5, 4));
    }

    public static Vector series(Table table, String name) {
        return Vector.of(
                table.texts(name).stream().mapToDouble(Double::parseDouble).toArray());
    }

    /** Bounds and alarms by weeks, counted from 1 as R does. */
    static Figures figures(Detection rule, Vector counts) {
        var values = new TreeMap<String, Double>();
        var first = counts.length() - BACK;
        var signals = rule.signals(counts, first);
        for (var i = 0; i < signals.size(); i++) {
            var signal = signals.get(i);
            if (signal.bound().isPresent()) {
                values.put("bound," + (first + i + 1), signal.bound().getAsDouble());
                values.put("alarm," + (first + i + 1), signal.alarm() ? 1.0 : 0.0);
            }
        }
        return new Figures(values);
    }

    /** Every rule on one series against what R says in a file. */
    static void compare(Vector counts, String series, Path said, double share) {
        rules().forEach((name, rule) -> {
            var expected = Figures.ofR(said, name + "-" + series);
            figures(rule, counts).equal(expected, share);
            alarms(counts, rule, expected);
        });
    }

    /** The same weeks and no others. */
    private static void alarms(Vector counts, Detection rule, Figures expected) {
        var first = counts.length() - BACK;
        var signals = rule.signals(counts, first);
        for (var i = 0; i < signals.size(); i++) {
            var said = Optional.ofNullable(expected.values().get("alarm," + (first + i + 1)));
            assertThat(signals.get(i).alarm())
                    .as("%s in week %s", rule, first + i + 1)
                    .isEqualTo(said.isPresent() && said.get() == 1);
        }
    }
}

package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.healthsphere.node.web.desk.Chart;
import org.healthsphere.node.web.desk.Chart.Mark;
import org.healthsphere.node.web.desk.Chart.Stroke;
import org.healthsphere.node.web.desk.Chart.Word;

/** Estimates of a model with their 95 % intervals, each on a line of its own beside the line of no effect. */
final class ForestChart {
    private static final double NORMAL_97_5 = 1.959963984540054;
    private static final double POINT = 0.012;

    private ForestChart() {}

    private record Effect(String term, double estimate, double error) {
        double low() {
            return estimate - NORMAL_97_5 * error;
        }

        double high() {
            return estimate + NORMAL_97_5 * error;
        }

        String told() {
            return String.format(Locale.ROOT, "%s: %.3f (%.3f to %.3f)", term, estimate, low(), high());
        }
    }

    static Chart of(JsonNode result) {
        var effects = result.path("coefficients")
                .valueStream()
                .filter(one -> !one.path("term").asText().startsWith("("))
                .map(one -> new Effect(
                        one.path("term").asText(),
                        one.path("estimate").asDouble(),
                        one.path("error").asDouble()))
                .toList();
        var low = effects.stream().mapToDouble(Effect::low).reduce(0, Math::min);
        var width = effects.stream().mapToDouble(Effect::high).reduce(0, Math::max) - low;
        List<Stroke> strokes = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        var none = -low / width;
        strokes.add(new Stroke("grid", Chart.point(none, 0) + " " + Chart.point(none, 1)));
        strokes.add(new Stroke("axis", Chart.point(0, 0) + " " + Chart.point(1, 0)));
        words.add(new Word("middle", Chart.x(none), Chart.y(-0.07), "0"));
        for (var i = 0; i < effects.size(); i++) {
            var effect = effects.get(i);
            var up = 1 - (i + 0.5) / effects.size();
            strokes.add(new Stroke(
                    "series-0",
                    Chart.point((effect.low() - low) / width, up) + " "
                            + Chart.point((effect.high() - low) / width, up)));
            var middle = (effect.estimate() - low) / width;
            marks.add(new Mark(
                    "point",
                    Chart.x(middle - POINT / 2),
                    Chart.y(up + POINT),
                    Chart.wide(POINT),
                    Chart.high(2 * POINT)));
            words.add(new Word("end", Chart.x(-0.02), Chart.y(up - 0.01), effect.term()));
        }
        var description = effects.stream().map(Effect::told).collect(Collectors.joining("; "));
        return new Chart(result.path("kind").asText(), description, strokes, marks, words);
    }
}

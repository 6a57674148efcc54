package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsphere.node.web.desk.Chart;
import org.healthsphere.node.web.desk.Chart.Stroke;
import org.healthsphere.node.web.desk.Chart.Word;

/** Survival curves, as steps from one to zero. */
final class SurvivalChart {
    private static final int TICKS = 4;
    private static final int KINDS = 3;

    private SurvivalChart() {}

    static Chart of(JsonNode result) {
        var curves = result.path("curves").valueStream().toList();
        var last = curves.stream()
                .flatMap(curve -> curve.path("steps").valueStream())
                .mapToDouble(step -> step.path("time").asDouble())
                .max()
                .orElse(1);
        List<Stroke> strokes = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        for (var tick = 0; tick <= TICKS; tick++) {
            var share = (double) tick / TICKS;
            strokes.add(new Stroke(tick == 0 ? "axis" : "grid", Chart.point(0, share) + " " + Chart.point(1, share)));
            words.add(new Word("end", Chart.x(-0.01), Chart.y(share - 0.01), Math.round(share * 100) + " %"));
            words.add(new Word("middle", Chart.x(share), Chart.y(-0.07), Long.toString(Math.round(share * last))));
        }
        for (var i = 0; i < curves.size(); i++) {
            strokes.add(new Stroke("series-" + i % KINDS, points(curves.get(i), last)));
            var beside = 0.05 + 0.06 * i;
            strokes.add(new Stroke(
                    "series-" + i % KINDS, Chart.point(0.02, beside + 0.012) + " " + Chart.point(0.07, beside + 0.012)));
            words.add(new Word(
                    "start",
                    Chart.x(0.085),
                    Chart.y(beside),
                    curves.get(i).path("group").asText()));
        }
        return new Chart(result.path("of").asText(), description(curves), strokes, List.of(), words);
    }

    private static String points(JsonNode curve, double last) {
        var points = new StringBuilder(Chart.point(0, 1));
        var before = 1.0;
        for (var step : curve.path("steps")) {
            var right = step.path("time").asDouble() / last;
            var now = step.path("survival").asDouble();
            points.append(' ').append(Chart.point(right, before)).append(' ').append(Chart.point(right, now));
            before = now;
        }
        return points.toString();
    }

    private static String description(List<JsonNode> curves) {
        return curves.stream()
                .map(curve -> {
                    var steps = curve.path("steps");
                    var end = steps.path(steps.size() - 1);
                    return curve.path("group").asText() + ": "
                            + end.path("survival").asText() + " ("
                            + end.path("time").asText() + ")";
                })
                .collect(Collectors.joining("; "));
    }
}

package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.web.desk.Chart;
import org.healthsphere.node.web.desk.Chart.Mark;
import org.healthsphere.node.web.desk.Chart.Stroke;
import org.healthsphere.node.web.desk.Chart.Word;

/** Counts by level as bars; what is not told has none. */
final class BarChart {
    private static final double GAP = 0.15;

    private BarChart() {}

    static Chart of(JsonNode result) {
        var by = result.path("by").path(0);
        var names = by.path("levels").valueStream().map(JsonNode::asText).toList();
        var cells = result.path("cells");
        var most = Math.max(
                1, cells.valueStream().mapToLong(JsonNode::asLong).max().orElse(1));
        List<Mark> marks = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        for (var i = 0; i < names.size(); i++) {
            var left = (i + GAP) / names.size();
            var share = Math.max(0, (double) cells.path(i).asLong() / most);
            var width = (1 - 2 * GAP) / names.size();
            marks.add(new Mark("bar", Chart.x(left), Chart.y(share), Chart.wide(width), Chart.high(share)));
            words.add(new Word("middle", Chart.x(left + width / 2), Chart.y(-0.07), names.get(i)));
        }
        words.add(new Word("end", Chart.x(-0.02), Chart.y(0.98), Long.toString(most)));
        var description = IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + ": "
                        + (cells.path(i).isNull() ? "–" : cells.path(i).asText()))
                .collect(Collectors.joining("; "));
        var axis = new Stroke("axis", Chart.point(0, 0) + " " + Chart.point(1, 0));
        return new Chart(by.path("name").asText(), description, List.of(axis), marks, words);
    }
}

package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.node.web.desk.Chart;
import org.healthsphere.node.web.desk.Chart.Mark;
import org.healthsphere.node.web.desk.Chart.Stroke;
import org.healthsphere.node.web.desk.Chart.Word;

/** How many fell ill in each of the last weeks, as bars, with the bound above which a week is unusual as a line. */
final class EpidemicChart {
    /** More bars than these cannot be told apart. */
    private static final int MOST = 104;

    private EpidemicChart() {}

    static Chart of(JsonNode result) {
        var all = result.path("weeks").valueStream().toList();
        var weeks = all.subList(Math.max(0, all.size() - MOST), all.size());
        var most = Math.max(
                1,
                weeks.stream()
                        .mapToDouble(week -> Math.max(
                                week.path("patients").asDouble(0),
                                week.path("bound").asDouble(0)))
                        .max()
                        .orElse(1));
        List<Mark> marks = new ArrayList<>();
        for (var i = 0; i < weeks.size(); i++) {
            var share = weeks.get(i).path("patients").asDouble(0) / most;
            var kind = weeks.get(i).path("alarm").asBoolean() ? "bar alarm" : "bar";
            marks.add(new Mark(
                    kind,
                    Chart.x((double) i / weeks.size()),
                    Chart.y(share),
                    Chart.wide(0.8 / weeks.size()),
                    Chart.high(share)));
        }
        List<Stroke> strokes = new ArrayList<>();
        strokes.add(new Stroke("axis", Chart.point(0, 0) + " " + Chart.point(1, 0)));
        bounds(weeks, most).forEach(points -> strokes.add(new Stroke("series-1", points)));
        return new Chart(result.path("of").asText(), described(weeks), strokes, marks, words(weeks, most));
    }

    /** Lines through neighbouring weeks that have a bound. */
    private static List<String> bounds(List<JsonNode> weeks, double most) {
        List<String> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        for (var i = 0; i <= weeks.size(); i++) {
            if (i < weeks.size() && !weeks.get(i).path("bound").asText("").isEmpty()) {
                line.add(Chart.point(
                        (i + 0.4) / weeks.size(), weeks.get(i).path("bound").asDouble() / most));
            } else if (!line.isEmpty()) {
                lines.add(String.join(" ", line));
                line.clear();
            }
        }
        return lines;
    }

    private static List<Word> words(List<JsonNode> weeks, double most) {
        var last = weeks.size() - 1;
        return IntStream.of(0, last / 2, last)
                .distinct()
                .filter(i -> i >= 0)
                .mapToObj(i -> new Word(
                        "middle",
                        Chart.x((i + 0.4) / weeks.size()),
                        Chart.y(-0.07),
                        weeks.get(i).path("week").asText()))
                .collect(
                        () -> new ArrayList<>(List.of(
                                new Word("end", Chart.x(-0.02), Chart.y(0.98), Long.toString(Math.round(most))))),
                        ArrayList::add,
                        ArrayList::addAll);
    }

    private static String described(List<JsonNode> weeks) {
        var alarms = weeks.stream()
                .filter(week -> week.path("alarm").asBoolean())
                .map(week -> week.path("week").asText() + ": "
                        + week.path("patients").asText("–"))
                .toList();
        return alarms.isEmpty() ? "–" : String.join("; ", alarms);
    }
}

package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Who went where: of ten patients one is known at all three hospitals, three at two, six at one.
 *
 * <p>A patient changes hospital in the course of life: each tells a part of it, and what is lasting is told again by the next.
 * Equal seeds and histories give equal charts.
 *
 * @param seed of the choices
 * @param encounters at most these many in a chart, the latest
 */
public record HospitalSplit(long seed, int encounters) {
    private static final List<Integer> HOSPITALS = List.of(3, 1, 1, 2, 1, 1, 2, 1, 2, 1);

    /** The charts of all hospitals, by hospital and then patient. */
    public List<Chart> charts(List<History> histories) {
        var people =
                histories.stream().sorted(Comparator.comparing(History::id)).toList();
        var charts = new ArrayList<Chart>();
        for (var i = 0; i < people.size(); i++) {
            charts.addAll(charts(people.get(i), i));
        }
        charts.sort(Comparator.comparing(Chart::hospital).thenComparing(Chart::number));
        return charts;
    }

    private List<Chart> charts(History history, int index) {
        var random = new SplittableRandom(seed + index);
        var order = new ArrayList<>(List.of(Hospital.values()));
        // Each hospital is the first one for a third of the patients.
        Collections.rotate(order, index);
        var count = HOSPITALS.get(index % HOSPITALS.size());
        var charts = new ArrayList<Chart>();
        for (var part = 0; part < count; part++) {
            charts.add(chart(history, order.get(part), part, count, new Differences(random.split(), index)));
        }
        return charts;
    }

    private Chart chart(History history, Hospital hospital, int part, int of, Differences differences) {
        var all = history.encounters();
        var from = all.size() * part / of;
        var to = all.size() * (part + 1) / of;
        var visits = all.subList(Math.max(from, to - encounters), to);
        var number = differences.number(hospital);
        return new Chart(
                hospital,
                history.id(),
                number,
                differences.patient(history.patient(), hospital, number, part),
                visits,
                records(history, visits, all.subList(0, to)));
    }

    /** What belongs to the visits, and what was still so when the patient came: allergies, lasting conditions. */
    private static List<ObjectNode> records(History history, List<ObjectNode> visits, List<ObjectNode> until) {
        var here = ids(visits);
        var before = ids(until);
        return history.records().stream()
                .filter(r -> here.contains(History.encounter(r))
                        || (lasting(r) && (History.encounter(r).isEmpty() || before.contains(History.encounter(r)))))
                .toList();
    }

    private static Set<String> ids(List<ObjectNode> resources) {
        return resources.stream().map(History::id).collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean lasting(ObjectNode record) {
        return switch (History.type(record)) {
            case "AllergyIntolerance" -> true;
            case "Condition" -> !record.has("abatementDateTime");
            default -> false;
        };
    }
}

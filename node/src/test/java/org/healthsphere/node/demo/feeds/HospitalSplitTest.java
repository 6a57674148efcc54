package org.healthsphere.node.demo.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HospitalSplitTest {
    private static final List<History> HISTORIES = Lives.histories(30);
    private static final HospitalSplit SPLIT = new HospitalSplit(1, 100);

    @Test
    void a_history_is_what_the_demo_tells() {
        var history = Lives.history(Lives.bundle(1, 2));

        assertThat(history.encounters()).hasSize(2).isSortedAccordingTo(Comparator.comparing(History::date));
        assertThat(history.records().stream().collect(Collectors.groupingBy(History::type, Collectors.counting())))
                .isEqualTo(Map.of(
                        "Condition",
                        2L,
                        "DiagnosticReport",
                        2L,
                        "Observation",
                        8L,
                        "MedicationRequest",
                        2L,
                        "AllergyIntolerance",
                        1L));
    }

    @Test
    void of_thirty_patients_twelve_are_known_at_more_than_one_hospital() {
        var places =
                SPLIT.charts(HISTORIES).stream().collect(Collectors.groupingBy(Chart::person, Collectors.counting()));

        assertThat(places).hasSize(30);
        assertThat(places.values().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())))
                .isEqualTo(Map.of(1L, 18L, 2L, 9L, 3L, 3L));
    }

    @Test
    void every_hospital_has_patients_and_numbers_of_its_own() {
        var charts = SPLIT.charts(HISTORIES);

        assertThat(charts.stream().map(Chart::hospital).distinct()).containsExactly(Hospital.values());
        assertThat(charts.stream().map(Chart::number)).doesNotHaveDuplicates().allMatch(n -> n.matches("[NRL]\\d{6}"));
        assertThat(charts).allSatisfy(c -> {
            assertThat(c.text("/identifier/0/system")).isEqualTo(c.hospital().recordNumbers());
            assertThat(c.text("/identifier/0/value")).isEqualTo(c.number());
        });
    }

    @Test
    void the_parts_of_a_life_are_the_whole_and_what_lasts_is_told_again() {
        var shared = SPLIT.charts(HISTORIES).stream().collect(Collectors.groupingBy(Chart::person)).values().stream()
                .filter(c -> c.size() == 3)
                .toList();

        assertThat(shared).hasSize(3).allSatisfy(charts -> {
            var visits = charts.stream()
                    .flatMap(c -> c.encounters().stream())
                    .map(History::id)
                    .toList();
            assertThat(visits).hasSize(9).doesNotHaveDuplicates();
            assertThat(charts)
                    .allSatisfy(c -> assertThat(c.all("AllergyIntolerance")).hasSize(1));
            assertThat(charts.stream()
                            .mapToInt(c -> c.all("Condition").size())
                            .sorted()
                            .boxed())
                    .containsExactly(3, 6, 9);
            assertThat(charts).allSatisfy(c -> assertThat(c.all("Observation")).hasSize(12));
        });
    }

    @Test
    void the_same_person_is_written_down_differently_elsewhere() {
        var kinds = new HashSet<String>();
        SPLIT.charts(HISTORIES).stream()
                .collect(Collectors.groupingBy(Chart::person))
                .values()
                .forEach(charts -> {
                    for (var chart : charts.subList(1, charts.size())) {
                        kinds.addAll(differences(charts.getFirst(), chart));
                    }
                });

        assertThat(kinds).containsExactlyInAnyOrder("given", "family", "address");
    }

    private static List<String> differences(Chart a, Chart b) {
        assertThat(a.text("/birthDate")).isEqualTo(b.text("/birthDate"));
        assertThat(a.text("/gender")).isEqualTo(b.text("/gender"));
        return Map.of("given", "/name/0/given/0", "family", "/name/0/family", "address", "/address/0/line/0")
                .entrySet()
                .stream()
                .filter(e -> !a.text(e.getValue()).equals(b.text(e.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void names_are_plain() {
        assertThat(SPLIT.charts(HISTORIES))
                .allSatisfy(c -> assertThat(c.patient().path("name").toString()).doesNotContainPattern("\\d"));
    }

    @Test
    void a_chart_has_the_latest_visits_up_to_a_number() {
        assertThat(new HospitalSplit(1, 2).charts(HISTORIES)).allSatisfy(c -> {
            assertThat(c.encounters()).hasSize(2);
            assertThat(c.all("DiagnosticReport")).hasSize(2);
        });
    }

    @Test
    void equal_seeds_give_equal_charts_and_others_do_not() {
        assertThat(SPLIT.charts(HISTORIES)).isEqualTo(new HospitalSplit(1, 100).charts(HISTORIES));
        assertThat(SPLIT.charts(HISTORIES)).isNotEqualTo(new HospitalSplit(2, 100).charts(HISTORIES));
    }
}

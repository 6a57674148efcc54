package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Computation.Seat;
import org.healthsphere.federation.research.plan.Computation.Sums;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patients whom several hospitals know: each is counted at one of them. */
class HomeRuleTest {
    private static final int PATIENTS = 200;

    /** What a hospital knows: its patients by their numbers, and in which weeks each of them fell ill there. */
    private record Site(List<Integer> patients, List<int[]> weeks) {
        StudyColumns columns(long[] tokens) {
            return StudyColumns.of(patients.size(), Map.of(), Map.of())
                    .with(patients.stream().mapToLong(one -> tokens[one]).toArray());
        }

        int[][] events() {
            return weeks.toArray(int[][]::new);
        }

        Site without(int patient) {
            var at = patients.indexOf(patient);
            if (at < 0) {
                return this;
            }
            List<Integer> left = new ArrayList<>(patients);
            List<int[]> theirs = new ArrayList<>(weeks);
            left.subList(at, at + 1).clear();
            theirs.subList(at, at + 1).clear();
            return new Site(left, theirs);
        }
    }

    /** What came of it: the tables, and who was counted at each hospital. */
    private record Counted(List<Set<Integer>> tables, List<List<Integer>> patients) {}

    private static Counted counted(HomeRule rule, List<Site> sites, long[] tokens, double phantoms) {
        // Chance is the same for both of two worlds, whoever is in them.
        var random = new SplittableRandom(99);
        List<long[]> opened = new ArrayList<>();
        List<List<long[]>> said =
                sites.stream().<List<long[]>>map(_ -> new ArrayList<>()).toList();
        List<Set<Integer>> tables = new ArrayList<>();
        while (opened.size() < rule.tables()) {
            var sum = new long[rule.places()];
            var sums = new Sums(opened, sites.size(), sites.size());
            for (var i = 0; i < sites.size(); i++) {
                var site = sites.get(i);
                var marks = rule.marks(sums, site.columns(tokens), site.events(), new Seat(i, said.get(i)));
                for (var place = 0; place < marks.length; place++) {
                    var phantom = random.nextDouble() < phantoms;
                    var mark = random.nextLong() | 1;
                    marks[place] = marks[place] == 1 || phantom ? mark : 0;
                    sum[place] += marks[place];
                }
                said.get(i).add(marks);
            }
            opened.add(sum);
            var marked = new HashSet<Integer>();
            IntStream.range(0, sum.length).filter(place -> sum[place] != 0).forEach(marked::add);
            tables.add(marked);
        }
        var sums = new Sums(opened, sites.size(), sites.size());
        List<List<Integer>> patients = new ArrayList<>();
        for (var i = 0; i < sites.size(); i++) {
            var site = sites.get(i);
            patients.add(rule.counted(sums, site.columns(tokens), site.events(), new Seat(i, said.get(i))).stream()
                    .map(site.patients()::get)
                    .toList());
        }
        return new Counted(tables, patients);
    }

    private static List<Site> sites(int number, SplittableRandom random) {
        return IntStream.range(0, number)
                .mapToObj(_ -> {
                    var patients = IntStream.range(0, PATIENTS)
                            .filter(_ -> random.nextInt(4) == 0)
                            .boxed()
                            .toList();
                    var weeks = patients.stream()
                            .map(_ -> random.nextInt(5) == 0
                                    ? new int[0]
                                    : new int[] {random.nextInt(6), 6 + random.nextInt(6)})
                            .toList();
                    return new Site(patients, weeks);
                })
                .toList();
    }

    private static Set<Integer> ill(List<Site> sites) {
        var ill = new HashSet<Integer>();
        sites.forEach(site -> IntStream.range(0, site.patients().size())
                .filter(i -> site.weeks().get(i).length > 0)
                .forEach(i -> ill.add(site.patients().get(i))));
        return ill;
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 4", "5, 8", "7, 128", "30, 32", "30, 30", "128, 128"})
    void with_a_place_for_each_everybody_who_is_known_is_counted_at_one_hospital(int number, int hospitals) {
        var sites = sites(number, new SplittableRandom(number));
        var tokens = IntStream.range(0, PATIENTS).mapToLong(i -> i).toArray();
        var rule = new HomeRule(new Analysis.Once(256, 1, hospitals));
        var patients = counted(rule, sites, tokens, 0).patients().stream()
                .flatMap(List::stream)
                .toList();
        assertThat(patients).doesNotHaveDuplicates().hasSameElementsAs(ill(sites));
    }

    @ParameterizedTest
    @CsvSource({"3, 0.02", "5, 0.01", "30, 0.005"})
    void whatever_else_is_marked_nobody_is_counted_twice_and_few_are_not(int number, double phantoms) {
        var random = new SplittableRandom(number);
        var sites = sites(number, random);
        var tokens = random.longs(PATIENTS).toArray();
        var rule = new HomeRule(new Analysis.Once(16_384, 1, 32));
        var patients = counted(rule, sites, tokens, phantoms).patients().stream()
                .flatMap(List::stream)
                .toList();
        assertThat(patients).doesNotHaveDuplicates();
        assertThat(patients.size()).isGreaterThan(ill(sites).size() * 8 / 10);
    }

    /** In a table that is much too small patients take each other's places all the time. */
    @ParameterizedTest
    @CsvSource({"2, 256", "5, 256", "30, 256", "30, 1024"})
    void who_comes_or_goes_changes_one_place_of_each_table_and_the_sum_by_no_more_than_two(int number, int places) {
        var random = new SplittableRandom(places + number);
        var rule = new HomeRule(new Analysis.Once(places, 1, 32));
        for (var run = 0; run < 40; run++) {
            var sites = sites(number, random);
            var tokens = random.longs(PATIENTS).toArray();
            var gone = random.nextInt(PATIENTS);
            var with = counted(rule, sites, tokens, 0.01);
            var left = sites.stream().map(site -> site.without(gone)).toList();
            var without = counted(rule, left, tokens, 0.01);
            for (var table = 0; table < rule.tables(); table++) {
                var changed = new HashSet<>(with.tables().get(table));
                changed.removeAll(without.tables().get(table));
                var other = new HashSet<>(without.tables().get(table));
                other.removeAll(with.tables().get(table));
                assertThat(changed.size() + other.size()).isLessThanOrEqualTo(1);
            }
            var squared = 0L;
            var difference = difference(weeks(sites, with), weeks(left, without));
            for (var week : difference) {
                squared += week * week;
            }
            assertThat(squared)
                    .isLessThanOrEqualTo(rule.parts(12, 2).getLast().getFirst().squared());
        }
    }

    private static long[] weeks(List<Site> sites, Counted counted) {
        var weeks = new long[12];
        for (var i = 0; i < sites.size(); i++) {
            var site = sites.get(i);
            for (var patient : counted.patients().get(i)) {
                Arrays.stream(site.weeks().get(site.patients().indexOf(patient)))
                        .forEach(week -> weeks[week]++);
            }
        }
        return weeks;
    }

    private static long[] difference(long[] one, long[] other) {
        return IntStream.range(0, one.length).mapToLong(i -> one[i] - other[i]).toArray();
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "30, 6", "32, 6", "33, 7", "128, 8"})
    void tables_cost_a_quarter_of_the_whole_however_many_there_are(int hospitals, int tables) {
        var rule = new HomeRule(new Analysis.Once(256, 1, hospitals));
        assertThat(rule.tables()).isEqualTo(tables);
        var shares = rule.parts(12, 1).stream()
                .flatMap(List::stream)
                .mapToLong(Part::share)
                .toArray();
        assertThat(shares).hasSize(tables + 1);
        assertThat(Arrays.stream(shares).sum()).isBetween(Part.WHOLE - tables, Part.WHOLE);
        assertThat(shares[tables]).isEqualTo(Part.WHOLE * 3 / 4);
    }
}

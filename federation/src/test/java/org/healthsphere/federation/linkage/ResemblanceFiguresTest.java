package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.linkage.Resemblance.Grade;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How well records are found to be of one person, with a threshold that nobody chose by looking. */
class ResemblanceFiguresTest {
    private static final int ORIGINALS = 2_000;

    /** As FEBRL 4, one duplicate of each, and as FEBRL 3, up to five of one, where few have many. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "1, 5", "2, 5"})
    void duplicates_are_found_without_anybody_telling_which_they_are(long seed, int most, TestReporter reporter) {
        var random = new SplittableRandom(seed);
        var febrl = new Febrl(random, 4, 2);
        var index = new ResemblanceIndex(new SplittableRandom(7));
        var records = new ArrayList<String>();
        for (var i = 0; i < ORIGINALS; i++) {
            var original = febrl.original();
            index.put(i + "-0", original.person());
            records.add(i + "-0");
            var copies = most == 1 ? 1 : (int) Math.pow(most + 1, random.nextDouble());
            for (var copy = 1; copy <= copies; copy++) {
                index.put(i + "-" + copy, febrl.duplicate(original).person());
                records.add(i + "-" + copy);
            }
        }
        index.learn();
        var clusters = new Clusters();
        index.duplicates().stream()
                .filter(pair -> pair.probability() >= index.threshold())
                .forEach(pair -> clusters.join(pair.one(), pair.other()));
        var figures = clusters.figures(records);
        reporter.publishEntry(
                "seed " + seed + ", up to " + most,
                figures + String.format(Locale.ROOT, " at %.3f", index.threshold()));
        assertThat(figures.f1()).isGreaterThanOrEqualTo(0.997);
    }

    private record Figures(double precision, double recall) {
        double f1() {
            return 2 * precision * recall / (precision + recall);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "F1 %.4f, precision %.4f, recall %.4f", f1(), precision, recall);
        }
    }

    /** Who is linked with whom, also by a third. */
    private static final class Clusters {
        private final Map<String, String> parents = new HashMap<>();

        private String root(String id) {
            var parent = parents.getOrDefault(id, id);
            return parent.equals(id) ? id : root(parent);
        }

        void join(String one, String other) {
            parents.putIfAbsent(one, one);
            parents.putIfAbsent(other, other);
            parents.put(root(one), root(other));
        }

        /** Of all pairs of records that are linked, and of all that should be. */
        Figures figures(Collection<String> records) {
            var linked = new HashMap<String, Integer>();
            var real = new HashMap<String, Integer>();
            var both = new HashMap<String, Integer>();
            records.forEach(record -> {
                var person = record.substring(0, record.indexOf('-'));
                linked.merge(root(record), 1, Integer::sum);
                real.merge(person, 1, Integer::sum);
                both.merge(root(record) + " " + person, 1, Integer::sum);
            });
            return new Figures(pairs(both) / pairs(linked), pairs(both) / pairs(real));
        }

        private static double pairs(Map<String, Integer> groups) {
            return groups.values().stream()
                    .mapToDouble(size -> size * (size - 1) / 2.0)
                    .sum();
        }
    }

    private record Tally(int certain, int wrongCertain, int first, int wanted) {}

    /** Households, twins and sons of one name, half of them known: everybody is looked for, as another hospital wrote him down. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_is_certain_who_is_another(long seed, TestReporter reporter) {
        var people = new People(new Random(seed));
        var everybody = people.population(4_000);
        var index = new ResemblanceIndex(new SplittableRandom(7));
        for (var i = 0; i < everybody.size(); i += 2) {
            index.put("p" + i, everybody.get(i));
        }
        index.learn();
        var errors = new ArrayList<UnaryOperator<Demographics>>(List.of(
                UnaryOperator.identity(),
                people::typo,
                people::turnedBirth,
                people::moved,
                people::married,
                p -> people.typo(people.moved(p)),
                p -> people.typo(people.turnedBirth(p))));
        for (var error : errors) {
            var tally = tally(index, everybody, error);
            reporter.publishEntry("seed " + seed + ", error " + errors.indexOf(error), tally.toString());
            assertThat(tally.wrongCertain()).isZero();
            assertThat(tally.first() / (double) tally.wanted()).isGreaterThan(0.97);
        }
    }

    private static Tally tally(
            ResemblanceIndex index, List<Demographics> everybody, UnaryOperator<Demographics> error) {
        var certain = 0;
        var wrong = 0;
        var first = 0;
        var wanted = 0;
        for (var i = 0; i < everybody.size(); i++) {
            var found = index.find(error.apply(everybody.get(i)), _ -> true);
            var isHere = i % 2 == 0;
            wanted += isHere ? 1 : 0;
            for (var one : found) {
                var right = one.patient().equals("p" + i);
                if (one.grade() == Grade.CERTAIN) {
                    certain++;
                    wrong += right ? 0 : 1;
                }
            }
            first += isHere && !found.isEmpty() && found.getFirst().patient().equals("p" + i) ? 1 : 0;
        }
        return new Tally(certain, wrong, first, wanted);
    }
}

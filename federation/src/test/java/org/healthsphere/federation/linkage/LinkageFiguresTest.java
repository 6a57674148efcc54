package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well people are found who were written down differently, and that nobody else ever is. */
class LinkageFiguresTest {
    private static final int HERE = 500;
    private static final int AWAY = 500;

    private final Tokenizer tokenizer =
            new Tokenizer(new LinkageSecret(Bytes.utf8("a secret of a network that is not real")));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_is_ever_taken_for_another_and_nearly_everybody_is_found(long seed, TestReporter reporter) {
        var people = new People(new Random(seed));
        // Households are cut in two: of some, one is known here, and another, much like him, is looked for.
        var everybody = people.population(HERE + AWAY);
        var index = new LinkageIndex(tokenizer);
        for (var i = 0; i < everybody.size(); i += 2) {
            index.put("p" + i, everybody.get(i));
        }
        var typo = measure(index, everybody, people::typo);
        var turned = measure(index, everybody, people::turnedBirth);
        var married = measure(index, everybody, people::married);
        var moved = measure(index, everybody, people::moved);
        var far = measure(index, everybody, people::movedFar);
        reporter.publishEntry(
                "linkage, seed " + seed,
                String.format(
                        Locale.ROOT,
                        "recall: typo %.4f, day and month turned %.4f, other family name %.4f, moved %.4f, moved far %.4f",
                        typo.recall(),
                        turned.recall(),
                        married.recall(),
                        moved.recall(),
                        far.recall()));
        assertThat(List.of(typo, turned, married, moved, far))
                .extracting(Figures::wrong)
                .containsOnly(0);
        assertThat(typo.recall()).isGreaterThan(0.90);
        assertThat(turned.recall()).isGreaterThan(0.98);
        assertThat(married.recall()).isGreaterThan(0.95);
        assertThat(moved.recall()).isGreaterThan(0.98);
        assertThat(far.recall()).isGreaterThan(0.90);
    }

    private record Figures(int right, int wrong, int wanted) {
        double recall() {
            return right / (double) wanted;
        }
    }

    /** Everybody is looked for; of those who are here, each as another hospital wrote him down. */
    private Figures measure(LinkageIndex index, List<Demographics> everybody, UnaryOperator<Demographics> error) {
        var right = 0;
        var wrong = 0;
        for (var i = 0; i < everybody.size(); i++) {
            if (index.locate(tokenizer.tokens(error.apply(everybody.get(i))))
                    instanceof Location.Found(var found, var _)) {
                if (found.patient().equals("p" + i)) {
                    right++;
                } else {
                    wrong++;
                }
            }
        }
        return new Figures(right, wrong, HERE);
    }

    @Test
    void a_record_has_a_token_for_each_way_to_recognise_it() {
        var tokens = tokenizer
                .tokens(new People(new Random(1)).population(1).getFirst())
                .tokens();
        assertThat(tokens.keySet())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(
                        MatchKey.NATIONAL_ID_BIRTH,
                        MatchKey.NATIONAL_ID_GIVEN,
                        MatchKey.OTHER_ID_BIRTH,
                        MatchKey.OTHER_ID_GIVEN)));
        assertThat(tokens.values().stream().mapToInt(Set::size).sum()).isLessThan(48);
    }
}

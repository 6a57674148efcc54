package org.healthsphere.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.healthsphere.specs.Portion.Extent;
import org.healthsphere.specs.Portion.Trait;
import org.healthsphere.specs.Portion.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortionTest {
    private static final Types A = new Types(Set.of("A"));
    private static final Types B = new Types(Set.of("B"));
    private static final Types C = new Types(Set.of("C"));

    @Test
    void what_says_nothing_falls_away() {
        assertThat(A.and(Extent.WHOLE)).isEqualTo(A);
        assertThat(A.or(Extent.NOTHING)).isEqualTo(A);
        assertThat(A.and(Extent.NOTHING)).isEqualTo(Extent.NOTHING);
        assertThat(A.or(Extent.WHOLE)).isEqualTo(Extent.WHOLE);
        assertThat(A.not().not()).isEqualTo(A);
        assertThat(A.or(A.not())).isEqualTo(Extent.WHOLE);
        assertThat(A.without(A)).isEqualTo(Extent.NOTHING);
    }

    @Test
    void the_order_in_which_it_is_said_makes_no_difference() {
        assertThat(A.or(B).or(C)).isEqualTo(C.or(A.or(B)));
        assertThat(A.and(B).and(C)).isEqualTo(C.and(A.and(B)));
    }

    @Test
    void what_is_not_known_is_not_known_unless_it_makes_no_difference() {
        var known = Map.<Trait, Boolean>of(A, true, B, false);
        assertThat(A.or(C).holds(t -> Optional.ofNullable(known.get(t)))).contains(true);
        assertThat(B.or(C).holds(t -> Optional.ofNullable(known.get(t)))).isEmpty();
        assertThat(B.and(C).holds(t -> Optional.ofNullable(known.get(t)))).contains(false);
        assertThat(C.not().holds(t -> Optional.ofNullable(known.get(t)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void however_it_is_put_together_it_holds_what_the_words_say(int seed) {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var truths = Map.<Trait, Boolean>of(A, random.nextBoolean(), B, random.nextBoolean(), C, random.nextBoolean());
            List<Portion> portions = new ArrayList<>(List.of(A, B, C, Extent.WHOLE, Extent.NOTHING));
            List<Boolean> plain = new ArrayList<>(List.of(truths.get(A), truths.get(B), truths.get(C), true, false));
            for (var step = 0; step < 12; step++) {
                var left = random.nextInt(portions.size());
                var right = random.nextInt(portions.size());
                switch (random.nextInt(4)) {
                    case 0 -> {
                        portions.add(portions.get(left).and(portions.get(right)));
                        plain.add(plain.get(left) && plain.get(right));
                    }
                    case 1 -> {
                        portions.add(portions.get(left).or(portions.get(right)));
                        plain.add(plain.get(left) || plain.get(right));
                    }
                    case 2 -> {
                        portions.add(portions.get(left).without(portions.get(right)));
                        plain.add(plain.get(left) && !plain.get(right));
                    }
                    default -> {
                        portions.add(portions.get(left).not());
                        plain.add(!plain.get(left));
                    }
                }
            }
            for (var i = 0; i < portions.size(); i++) {
                assertThat(portions.get(i).holds(t -> Optional.of(truths.get(t)))).contains(plain.get(i));
            }
        }
    }
}

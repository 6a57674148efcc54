package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommonnessTest {
    private static final Map<Part, Set<String>> COMMON = Map.of(Part.FAMILY, Set.of("gertholm"));
    private static final Map<Part, Set<String>> RARE = Map.of(Part.FAMILY, Set.of("quenlo"));

    private final Commonness commonness = new Commonness();

    @Test
    void what_few_share_counts_in_full() {
        for (var i = 0; i < 7; i++) {
            commonness.add(COMMON);
        }
        assertThat(commonness.share(Part.FAMILY, COMMON, 1000)).isEqualTo(1);
        assertThat(commonness.share(Part.GIVEN, COMMON, 1000)).isEqualTo(1);
    }

    @Test
    void what_many_share_counts_by_how_many_they_are() {
        for (var i = 0; i < 32; i++) {
            commonness.add(COMMON);
        }
        commonness.add(RARE);
        // One in 32 is five bits; a family name that nothing is known of has ten.
        assertThat(commonness.share(Part.FAMILY, COMMON, 1024)).isEqualTo(0.5);
        assertThat(commonness.share(Part.FAMILY, RARE, 1024)).isEqualTo(1);
        assertThat(commonness.share(Part.FAMILY, COMMON, 32)).isZero();
        assertThat(commonness.share(Part.FAMILY, COMMON, 1 << 20)).isEqualTo(1);
    }

    @Test
    void who_leaves_is_not_counted_any_more() {
        for (var i = 0; i < 32; i++) {
            commonness.add(COMMON);
        }
        for (var i = 0; i < 32; i++) {
            commonness.remove(COMMON);
        }
        commonness.remove(COMMON);
        assertThat(commonness.share(Part.FAMILY, COMMON, 32)).isEqualTo(1);
    }
}

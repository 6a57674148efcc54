package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<Integer, String> recent = new Recent<>(20);

    @Test
    void what_is_not_asked_for_is_forgotten_and_what_is_stays() {
        recent.put(-1, "asked for");
        recent.put(-2, "not asked for");
        for (var i = 0; i < 1_000; i++) {
            recent.put(i, "new");
            assertThat(recent.find(-1)).contains("asked for");
        }
        assertThat(recent.find(-2)).isEmpty();
    }

    @Test
    void there_are_never_more_than_were_allowed() {
        for (var i = 0; i < 1_000; i++) {
            recent.put(i, "new");
        }
        assertThat(IntStream.range(0, 1_000).filter(i -> recent.find(i).isPresent()))
                .hasSizeLessThanOrEqualTo(20)
                .contains(999);
    }
}

package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflationTest {
    private static final String RESOURCE = "{\"resourceType\":\"Observation\",\"status\":\"final\"}";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_was_deflated_is_inflated_whether_it_is_fhir_or_not(boolean isFhir) {
        for (var length : new int[] {0, 1, 100, 5_000, 300_000}) {
            var raw = new byte[length];
            new Random(length).nextBytes(raw);
            assertThat(Deflation.inflated(Deflation.deflated(raw, isFhir))).isEqualTo(raw);
        }
    }

    @Test
    void the_dictionary_makes_a_small_resource_small() {
        var raw = Bytes.utf8(RESOURCE).array();
        assertThat(Deflation.deflated(raw, true)).hasSizeLessThan(Deflation.deflated(raw, false).length);
    }

    @Test
    void nothing_of_one_is_in_another_however_many_do_it_at_once() throws Exception {
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 400)
                    .mapToObj(i -> many.submit(() -> {
                        var raw = Bytes.utf8(RESOURCE.repeat(i % 40) + i).array();
                        return Deflation.inflated(Deflation.deflated(raw, i % 2 == 0));
                    }))
                    .toList();
            for (var i = 0; i < all.size(); i++) {
                assertThat(Bytes.of(all.get(i).get()).utf8()).isEqualTo(RESOURCE.repeat(i % 40) + i);
            }
        }
    }

    @Test
    void damaged_bytes_are_said_to_be_and_leave_nothing_behind() {
        var deflated = Deflation.deflated(Bytes.utf8(RESOURCE).array(), true);
        var damaged = deflated.clone();
        damaged[0] = -1;
        assertThatThrownBy(() -> Deflation.inflated(damaged)).isInstanceOf(IllegalStateException.class);
        assertThat(Deflation.inflated(deflated)).isEqualTo(Bytes.utf8(RESOURCE).array());
    }
}

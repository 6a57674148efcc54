package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchedMapTest {
    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    private static Map<String, Integer> content(PatchedMap<String, Integer> map) {
        Map<String, Integer> content = new HashMap<>();
        map.forEach(content::put);
        return content;
    }

    private static Map<String, Integer> changes(Random random) {
        Map<String, Integer> changes = new HashMap<>();
        for (var left = random.nextInt(random.nextInt(10) == 0 ? 600 : 4); left > 0; left--) {
            changes.put("p" + random.nextInt(1_000), random.nextInt(3));
        }
        return changes;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_version_holds_what_was_put_until_then_and_knows_what_sets_it_apart_from_any_other(int seed) {
        var random = new Random(seed);
        List<PatchedMap<String, Integer>> versions = new ArrayList<>(List.of(PatchedMap.empty()));
        List<Map<String, Integer>> expected = new ArrayList<>(List.of(Map.of()));
        for (var step = 0; step < 60; step++) {
            var changes = changes(random);
            Map<String, Integer> next = new HashMap<>(expected.getLast());
            next.putAll(changes);
            versions.add(versions.getLast().with(changes));
            expected.add(next);
        }
        for (var at = 0; at < versions.size(); at++) {
            assertThat(content(versions.get(at))).isEqualTo(expected.get(at));
            assertThat(versions.get(at).size()).isEqualTo(expected.get(at).size());
            var other = random.nextInt(versions.size());
            var one = expected.get(at);
            var another = expected.get(other);
            assertThat(versions.get(at).apartFrom(versions.get(other)))
                    .isEqualTo(Stream.concat(one.keySet().stream(), another.keySet().stream())
                            .filter(key -> !one.getOrDefault(key, -1).equals(another.getOrDefault(key, -1)))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void nothing_put_is_the_same_map_and_what_is_not_there_is_nothing() {
        var map = PatchedMap.<String, Integer>empty().with(Map.of("a", 1));
        assertThat(map.with(Map.of())).isSameAs(map);
        assertThat(map.get("a")).contains(1);
        assertThat(map.get("b")).isEmpty();
        assertThat(map.apartFrom(map)).isEmpty();
    }
}

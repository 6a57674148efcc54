package org.healthsphere.federation.linkage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many here bear a name or live in a street: to share one with many proves less than to share any, to share a rare one proves more.
 */
final class Rarity {
    private static final double LEAST = -4;
    private static final double MOST = 5;
    private static final double LOG_2 = Math.log(2);

    private final Map<String, Integer> given = new HashMap<>();
    private final Map<String, Integer> family = new HashMap<>();
    private final Map<String, Integer> streets = new HashMap<>();
    private final Map<String, Integer> cities = new HashMap<>();
    private int people;

    void add(Described person) {
        count(person, 1);
    }

    void remove(Described person) {
        count(person, -1);
    }

    private void count(Described person, int by) {
        people += by;
        person.names().forEach(name -> {
            given.merge(name.given(), by, Rarity::unlessNone);
            family.merge(name.family(), by, Rarity::unlessNone);
        });
        person.places().forEach(place -> {
            streets.merge(place.street(), by, Rarity::unlessNone);
            cities.merge(place.city(), by, Rarity::unlessNone);
        });
    }

    /** What becomes null, a map removes. */
    private static @Nullable Integer unlessNone(Integer before, Integer by) {
        return before + by == 0 ? null : before + by;
    }

    /** The bits to add, for what the two agree in in full. */
    double bits(Levels levels, Described one, Weights weights) {
        var bits = 0.0;
        if (levels.agree(Field.GIVEN) && !one.names().isEmpty()) {
            bits += bits(given, one.names().getFirst().given(), weights.other(Field.GIVEN, 4, 4));
        }
        if (levels.agree(Field.FAMILY) && !one.names().isEmpty()) {
            bits += bits(family, one.names().getFirst().family(), weights.other(Field.FAMILY, 4, 4));
        }
        if (levels.of(Field.ADDRESS) >= Field.SAME_STREET) {
            bits += bits(streets, one.places().getFirst().street(), weights.other(Field.ADDRESS, Field.SAME_STREET, 7));
        } else if (levels.of(Field.ADDRESS) > Field.DIFFERS) {
            bits += bits(cities, one.places().getFirst().city(), weights.other(Field.ADDRESS, 2, 3));
        }
        return bits;
    }

    private double bits(Map<String, Integer> counted, String value, double usual) {
        if (value.isEmpty()) {
            return 0;
        }
        var share = (double) counted.getOrDefault(value, 1) / Math.max(1, people);
        return Math.clamp(Math.log(usual / share) / LOG_2, LEAST, MOST);
    }
}

package org.healthsphere.federation.linkage;

import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.healthsphere.federation.linkage.Described.Place;

/**
 * In what two descriptions are compared, each by itself, and how well they agree there.
 *
 * <p>The levels: 0 when one of them says nothing, 1 when they differ, from 2 on the better the higher.
 */
enum Field {
    GIVEN(4),
    FAMILY(4),
    BIRTH(5),
    GENDER(2),
    /** Place, street and house number go together: who shares one mostly shares another. */
    ADDRESS(7),
    PHONE(3),
    NATIONAL_ID(3);

    static final int MISSING = 0;
    static final int DIFFERS = 1;

    /** Of {@link #ADDRESS}: from here on the street is the same. */
    static final int SAME_STREET = 4;

    private static final double MUCH_ALIKE = 0.92;
    private static final double ALIKE = 0.8;
    private static final int MONTH_AT = 4;
    private static final int DAY_AT = 6;

    private final int best;

    Field(int best) {
        this.best = best;
    }

    /** The level of full agreement. */
    int best() {
        return best;
    }

    int level(Described one, Described other) {
        return switch (this) {
            case GIVEN -> name(one, other, Demographics.Name::given, Demographics.Name::family);
            case FAMILY -> name(one, other, Demographics.Name::family, Demographics.Name::given);
            case BIRTH -> best(given(one.birth()), given(other.birth()), Field::birth);
            case GENDER -> gender(one.gender(), other.gender());
            case ADDRESS -> address(one.places(), other.places());
            case PHONE -> best(one.phones(), other.phones(), (a, b) -> three(a, b, Similarity::isOneErrorAway));
            case NATIONAL_ID ->
                best(one.nationalIds(), other.nationalIds(), (a, b) -> three(a, b, Similarity::isOneErrorAway));
        };
    }

    /** Names entered crosswise agree nearly as well as names that are much alike; one in the place of the other, with nothing, a little. */
    private static int name(
            Described one,
            Described other,
            Function<Demographics.Name, String> part,
            Function<Demographics.Name, String> crossed) {
        var straight = best(each(one, part), each(other, part), Field::word);
        if (straight > DIFFERS) {
            return straight;
        }
        var there = best(each(one, part), each(other, crossed), Field::word);
        var back = best(each(one, crossed), each(other, part), Field::word);
        if (Math.max(there, back) >= 3 && Math.min(there, back) >= 2) {
            return 3;
        }
        return Math.max(there, back) == 4 ? 2 : straight;
    }

    private static List<String> each(Described person, Function<Demographics.Name, String> part) {
        return person.names().stream().map(part).filter(word -> !word.isEmpty()).toList();
    }

    private static int word(String one, String other) {
        var alike = Similarity.jaroWinkler(one, other);
        if (alike == 1) {
            return 4;
        }
        if (alike >= MUCH_ALIKE || Similarity.isOneErrorAway(one, other)) {
            return 3;
        }
        return alike >= ALIKE || one.startsWith(other) || other.startsWith(one) ? 2 : DIFFERS;
    }

    private static int birth(String one, String other) {
        if (one.equals(other)) {
            return 5;
        }
        if (isTurned(one, other)) {
            return 4;
        }
        if (Similarity.isOneErrorAway(one, other)) {
            return 3;
        }
        return partsAlike(one, other) >= 2 || digitsApart(one, other) <= 2 ? 2 : DIFFERS;
    }

    private static boolean isTurned(String one, String other) {
        return one.substring(0, MONTH_AT).equals(other.substring(0, MONTH_AT))
                && one.substring(MONTH_AT, DAY_AT).equals(other.substring(DAY_AT))
                && one.substring(DAY_AT).equals(other.substring(MONTH_AT, DAY_AT));
    }

    private static int partsAlike(String one, String other) {
        var alike = 0;
        alike += one.regionMatches(0, other, 0, MONTH_AT) ? 1 : 0;
        alike += one.regionMatches(MONTH_AT, other, MONTH_AT, 2) ? 1 : 0;
        alike += one.regionMatches(DAY_AT, other, DAY_AT, 2) ? 1 : 0;
        return alike;
    }

    private static int digitsApart(String one, String other) {
        var apart = 0;
        for (var i = 0; i < one.length(); i++) {
            apart += one.charAt(i) == other.charAt(i) ? 0 : 1;
        }
        return apart;
    }

    private static int gender(AdministrativeGender one, AdministrativeGender other) {
        if (one == AdministrativeGender.UNKNOWN || other == AdministrativeGender.UNKNOWN) {
            return MISSING;
        }
        return one == other ? 2 : DIFFERS;
    }

    private static int address(List<Place> ones, List<Place> others) {
        var best = MISSING;
        for (var one : ones) {
            for (var other : others) {
                best = Math.max(best, address(one, other));
            }
        }
        return best;
    }

    /** From the place alone, by the street, to the house. */
    private static int address(Place one, Place other) {
        if (one.isUnknown() || other.isUnknown()) {
            return MISSING;
        }
        var place = same(one.city(), other.city()) || same(one.postcode(), other.postcode());
        var street = same(one.street(), other.street());
        var number = !one.number().isEmpty() && one.number().equals(other.number());
        if (street) {
            return SAME_STREET + (place ? 1 : 0) + (number ? 2 : 0);
        }
        return DIFFERS + (place ? number ? 2 : 1 : 0);
    }

    private static boolean same(String one, String other) {
        return !one.isEmpty()
                && !other.isEmpty()
                && (Similarity.jaroWinkler(one, other) >= MUCH_ALIKE || Similarity.isOneErrorAway(one, other));
    }

    private static int three(String one, String other, BiPredicate<String, String> alike) {
        if (one.equals(other)) {
            return 3;
        }
        return alike.test(one, other) ? 2 : DIFFERS;
    }

    private static List<String> given(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    /** The best level that any of the values of one reaches with any of the other. */
    private static int best(Collection<String> ones, Collection<String> others, ToIntBiFunction<String, String> level) {
        var best = MISSING;
        for (var one : ones) {
            for (var other : others) {
                best = Math.max(best, level.applyAsInt(one, other));
            }
        }
        return best;
    }
}

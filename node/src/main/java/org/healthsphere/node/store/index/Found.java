package org.healthsphere.node.store.index;

import java.math.BigDecimal;
import java.util.List;

/** One value of a search parameter, found in a resource. */
sealed interface Found {
    SearchParameter parameter();

    /**
     * A coded or identifying value.
     *
     * @param system empty when there is none
     * @param implied whether the element implies the system, and so any matches
     */
    record Token(SearchParameter parameter, String system, String code, boolean implied) implements Found {}

    /** Words that stand with a coded value, for people: display, text. */
    record Words(SearchParameter parameter, String text) implements Found {}

    /** An identifier of some type. */
    record Typed(SearchParameter parameter, String system, String code, String value) implements Found {}

    /** The identifier by which a reference points. */
    record Identified(SearchParameter parameter, String system, String value) implements Found {}

    /** The values of a composite that stand together, one for each component. */
    record Tuple(SearchParameter parameter, List<Found> parts) implements Found {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /** A point on the earth, in degrees. */
    record Point(SearchParameter parameter, double latitude, double longitude) implements Found {}

    record Text(SearchParameter parameter, String text) implements Found {}

    record Time(SearchParameter parameter, DateRange range) implements Found {}

    record Reference(SearchParameter parameter, String reference) implements Found {}

    record Uri(SearchParameter parameter, String uri) implements Found {}

    /**
     * A number or a quantity.
     *
     * @param unit as it is written for people
     */
    record Amount(SearchParameter parameter, BigDecimal value, String system, String code, String unit)
            implements Found {}
}

package org.healthsphere.node.store.index;

import java.math.BigDecimal;

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

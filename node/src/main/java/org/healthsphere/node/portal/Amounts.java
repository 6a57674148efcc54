package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.care.Wording;
import org.healthsphere.node.web.view.Measured.Amount;

/** What an Observation says in numbers: its own quantity, and those of its parts. */
final class Amounts {
    private static final int LONGEST = 24;

    private Amounts() {}

    static List<Amount> of(JsonNode observation) {
        var parts = observation
                .path("component")
                .valueStream()
                .flatMap(part -> amount(part, Wording.concept(part.path("code"))).stream());
        return Stream.concat(amount(observation, "").stream(), parts).toList();
    }

    /** A comparator makes a bound of a number, and a bound is not drawn. */
    private static Optional<Amount> amount(JsonNode holder, String part) {
        var quantity = holder.path("valueQuantity");
        if (quantity.has("comparator")) {
            return Optional.empty();
        }
        var range = holder.path("referenceRange").path(0);
        return number(quantity)
                .map(value -> new Amount(
                        part,
                        value,
                        quantity.path("unit").asText(quantity.path("code").asText()),
                        number(range.path("low")),
                        number(range.path("high"))));
    }

    private static Optional<BigDecimal> number(JsonNode quantity) {
        var text = quantity.path("value").asText();
        return quantity.path("value").isNumber() && text.length() <= LONGEST
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}

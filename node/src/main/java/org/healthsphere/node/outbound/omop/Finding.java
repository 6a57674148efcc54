package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.healthsphere.node.outbound.omop.Table.Row;

/**
 * What was found: an Observation, or a component of one.
 *
 * @param text a value in words, a date, a truth
 * @param range the first range of reference
 */
record Finding(JsonNode code, JsonNode quantity, JsonNode concept, String text, JsonNode range) {
    private static final String COMPARATORS = "http://hl7.org/fhir/quantity-comparator";

    static Finding of(Said said) {
        var integer = said.text("integer");
        var text = Stream.of("text", "truth", "moment")
                .map(said::text)
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElse("");
        return new Finding(
                said.first("code"),
                integer.isEmpty() ? said.first("quantity") : number(integer),
                said.first("concept"),
                text,
                said.first("ranges"));
    }

    static Finding of(JsonNode component) {
        var text = Stream.of("valueString", "valueBoolean", "valueDateTime")
                .map(name -> component.path(name).asText(""))
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElse("");
        return new Finding(
                component.path("code"),
                component.has("valueInteger")
                        ? number(component.path("valueInteger").asText())
                        : component.path("valueQuantity"),
                component.path("valueCodeableConcept"),
                text,
                component.path("referenceRange").path(0));
    }

    private static JsonNode number(String text) {
        return Model.JSON.createObjectNode().put("value", new BigDecimal(text));
    }

    boolean isSaid() {
        return quantity.has("value") || concept.isObject() || !text.isEmpty();
    }

    Row measured(Row row, Vocabulary vocabulary) {
        var low = range.path("low").path("value");
        var high = range.path("high").path("value");
        if (low.isNumber()) {
            row.with("range_low", low.decimalValue());
        }
        if (high.isNumber()) {
            row.with("range_high", high.decimalValue());
        }
        var comparator = quantity.path("comparator").asText("");
        if (!comparator.isEmpty()) {
            row.with(
                    "operator_concept_id",
                    vocabulary.concept(COMPARATORS, comparator).standard());
        }
        var unit = unit(row, vocabulary);
        if (unit.source() != 0) {
            row.with("unit_source_concept_id", unit.source());
        }
        var value = value(row, vocabulary);
        return row.with("value_source_value", value.isEmpty() ? text : value);
    }

    Row observed(Row row, Vocabulary vocabulary) {
        var _ = unit(row, vocabulary);
        return row.with("value_source_value", value(row, vocabulary)).with("value_as_string", text);
    }

    /** The number and its unit. */
    private Coded unit(Row row, Vocabulary vocabulary) {
        if (!quantity.path("value").isNumber()) {
            return Coded.NOTHING;
        }
        row.with("value_as_number", quantity.path("value").decimalValue());
        var code = quantity.path("code").asText("");
        var shown = quantity.path("unit").asText(code);
        var unit = code.isEmpty()
                ? Coded.NOTHING
                : Coded.of(quantity.path("system").asText(), code, vocabulary);
        if (!shown.isEmpty()) {
            row.with("unit_source_value", shown).with("unit_concept_id", unit.concept());
        }
        return unit;
    }

    /** What is said by a code; its text. */
    private String value(Row row, Vocabulary vocabulary) {
        if (!concept.isObject()) {
            return "";
        }
        var value = Coded.of(concept, vocabulary);
        row.with("value_as_concept_id", value.concept());
        return value.text();
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "a finding";
    }
}

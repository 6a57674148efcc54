package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.node.ingest.Json;

/** The converters every kind of source has: from a text. */
public final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})");

    static final Pattern DECIMAL_COMMA =
            Pattern.compile("[+-]?(?:(?:\\d{1,3}(?:\\.\\d{3}){1,12}|\\d{1,40})(?:,\\d{1,40})?|,\\d{1,40})");

    // All that is below a blank but tabulator and ends of lines (FHIR R4, string).
    private static final String NO_TEXT = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]";
    private static final Predicate<String> CONTROL = Pattern.compile(NO_TEXT).asPredicate();

    private Values() {}

    public static Map<String, Converter> converters() {
        var converters = new HashMap<String, Converter>();
        converters.put("string", (f, _) -> text(f.text()));
        converters.put("code", Values::code);
        converters.put("coding", Values::coding);
        converters.put("concept", (f, c) -> coding(f, c).map(Values::concept));
        converters.put(
                "dateTime",
                (f, c) -> or(Times.dateTime(f.text(), c.frame().source().zone()), c, "not a time"));
        converters.put("date", (f, c) -> or(Times.date(f.text()), c, "not a date"));
        converters.put(
                "instant",
                (f, c) -> or(Times.instant(f.text(), c.frame().source().zone()), c, "not an instant"));
        converters.put("decimal", Values::decimal);
        converters.put("integer", Values::integer);
        converters.put("boolean", Values::yesNo);
        return converters;
    }

    /** A text without the blanks around it, and without what is no text in FHIR; empty when nothing is left. */
    public static Optional<JsonNode> text(String text) {
        var stripped = (CONTROL.test(text) ? text.replaceAll(NO_TEXT, "") : text).strip();
        return stripped.isEmpty() ? Optional.empty() : Optional.of(TextNode.valueOf(stripped));
    }

    public static ObjectNode concept(JsonNode coding) {
        var concept = Json.object();
        concept.putArray("coding").add(coding);
        return concept;
    }

    /** The unit of a quantity that is written in UCUM, as CDA's and many laboratories' are; what is no unit of UCUM is told as it stands. */
    public static ObjectNode ucum(String unit) {
        var told = Json.object().put("unit", unit);
        return UnitsOfMeasure.has(unit)
                ? told.put("system", UnitsOfMeasure.UCUM).put("code", unit)
                : told;
    }

    /** The number in a text; empty when it is none. */
    public static Optional<JsonNode> number(String text) {
        var stripped = text.strip();
        return DECIMAL.matcher(stripped).matches()
                ? Optional.of(JSON.numberNode(new BigDecimal(stripped)))
                : Optional.empty();
    }

    /** 1.234,5 as it is written in half of Europe. A point that is not before three digits is none of thousands: such a text is no number here. */
    static Optional<JsonNode> numberComma(String text) {
        var stripped = text.strip();
        return DECIMAL_COMMA.matcher(stripped).matches()
                ? number(stripped.replace(".", "").replace(',', '.'))
                : Optional.empty();
    }

    private static Optional<JsonNode> or(Optional<String> value, Converter.Context context, String otherwise) {
        return value.map(v -> (JsonNode) TextNode.valueOf(v)).or(() -> context.leftOut(otherwise));
    }

    private static Optional<JsonNode> code(Field field, Converter.Context context) {
        var code = field.text().strip();
        if (context.table().isEmpty()) {
            return code.contains(" ") ? context.leftOut("not a code") : text(code);
        }
        return context.table()
                .flatMap(t -> t.get(code))
                .or(() -> context.leftOut("code is not in table "
                        + context.table().map(CodeTable::name).orElse("")));
    }

    private static Optional<JsonNode> coding(Field field, Converter.Context context) {
        return code(field, context).filter(JsonNode::isObject);
    }

    private static Optional<JsonNode> decimal(Field field, Converter.Context context) {
        return number(field.text()).or(() -> context.leftOut("not a number"));
    }

    private static Optional<JsonNode> integer(Field field, Converter.Context context) {
        return field.text().strip().matches("\\d{1,9}")
                ? Optional.of(JSON.numberNode(Integer.parseInt(field.text().strip())))
                : context.leftOut("not a whole number");
    }

    private static Optional<JsonNode> yesNo(Field field, Converter.Context context) {
        return switch (field.text().strip()) {
            case "Y", "YES", "true" -> Optional.of(JSON.booleanNode(true));
            case "N", "NO", "false" -> Optional.of(JSON.booleanNode(false));
            default -> context.leftOut("neither yes nor no");
        };
    }
}

package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsphere.node.ingest.Json;

/** The converters of sources that have columns: tables, databases, devices. */
public final class ColumnValues {
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "0");

    // Possessive: a long series must not be tried twice.
    private static final Pattern SAMPLES = Pattern.compile("(?:(?:-?\\d{1,20}+(?:\\.\\d{1,20}+)?+|[EUL])(?: |$))++");
    private static final Pattern QUANTITY = Pattern.compile("([<>]=?)? *(.+)");

    private ColumnValues() {}

    private interface Reading {
        Optional<String> of(String text, ZoneId zone, Optional<DateTimeFormatter> format);
    }

    public static Map<String, Converter> converters() {
        var converters = new HashMap<>(Values.converters());
        converters.put("text", (f, _) -> Values.text(f.text()));
        converters.put("dateTime", (f, c) -> time(f, c, IsoTimes::dateTime, "not a time"));
        converters.put("date", (f, c) -> time(f, c, IsoTimes::date, "not a date"));
        converters.put("instant", (f, c) -> time(f, c, IsoTimes::instant, "not an instant"));
        converters.put("boolean", ColumnValues::yesNo);
        converters.put(
                "decimalComma",
                (f, c) -> Values.numberComma(f.text()).or(() -> c.leftOut("not a number with decimal comma")));
        converters.put("ucum", (f, _) -> Optional.of(Values.ucum(f.text().strip())));
        converters.put("codeSystem", ColumnValues::codeSystem);
        converters.put(
                "authority",
                (f, c) ->
                        Values.text(c.frame().source().identifierSystem(f.text().strip())));
        converters.put("senderSystem", (_, c) -> Values.text(c.frame().source().identifierSystem("")));
        converters.put("visitSystem", (_, c) -> Values.text(c.frame().source().identifierSystem("visit")));
        converters.put("senderCodes", ColumnValues::senderCodes);
        converters.put("quantity", (f, c) -> quantity(f.text(), Values::number, c));
        converters.put("quantityComma", (f, c) -> quantity(f.text(), Values::numberComma, c));
        converters.put(
                "percent",
                (f, c) -> Values.number(f.text())
                        .<JsonNode>map(n -> DecimalNode.valueOf(
                                n.decimalValue().movePointRight(2).stripTrailingZeros()))
                        .or(() -> c.leftOut("not a number")));
        converters.put(
                "samples",
                (f, c) -> Optional.of(f.text().strip().replaceAll("\\s+", " "))
                        .filter(t -> SAMPLES.matcher(t).matches())
                        .<JsonNode>map(TextNode::valueOf)
                        .or(() -> c.leftOut("not numbers, E, U or L with blanks between them")));
        return converters;
    }

    private static Optional<JsonNode> time(Field field, Converter.Context context, Reading reading, String otherwise) {
        return reading.of(field.text(), context.frame().source().zone(), context.format())
                .<JsonNode>map(TextNode::valueOf)
                .or(() -> context.leftOut(otherwise));
    }

    private static Optional<JsonNode> yesNo(Field field, Converter.Context context) {
        var text = field.text().strip().toLowerCase(Locale.ROOT);
        if (YES.contains(text) || NO.contains(text)) {
            return Optional.of(BooleanNode.valueOf(YES.contains(text)));
        }
        return context.leftOut("neither yes nor no");
    }

    /** What the table, or the source, calls a code system; a URI is one itself. */
    private static Optional<JsonNode> codeSystem(Field field, Converter.Context context) {
        var name = field.text().strip();
        if (name.startsWith("http://") || name.startsWith("https://") || name.startsWith("urn:")) {
            return Values.text(name);
        }
        return Optional.ofNullable(context.frame().source().codeSystems().get(name))
                .<JsonNode>map(TextNode::valueOf)
                .or(() -> context.table().flatMap(t -> t.get(name)))
                .or(() -> context.leftOut("a code system that is not configured"));
    }

    /** The code system of codes that come without one: what the source calls by no name. */
    private static Optional<JsonNode> senderCodes(Field field, Converter.Context context) {
        return Optional.ofNullable(context.frame().source().codeSystems().get(""))
                .<JsonNode>map(TextNode::valueOf)
                .or(() -> context.leftOut("codes of no code system: name it in the source's codeSystems, under \"\""));
    }

    /** A number, or one with a comparator before it as laboratories write what they cannot measure. */
    private static Optional<JsonNode> quantity(
            String text, Function<String, Optional<JsonNode>> number, Converter.Context context) {
        var match = QUANTITY.matcher(text.strip());
        return Optional.of(match)
                .filter(Matcher::matches)
                .flatMap(m -> number.apply(m.group(2)))
                .<JsonNode>map(value -> {
                    var quantity = Json.object();
                    Optional.ofNullable(match.group(1)).ifPresent(c -> quantity.put("comparator", c));
                    return quantity.set("value", value);
                })
                .or(() -> context.leftOut("not a quantity"));
    }
}

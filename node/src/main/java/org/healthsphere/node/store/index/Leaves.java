package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.node.store.index.SearchParameter.Path;

/** Reads values of FHIR's data types, as a search parameter of some kind sees them. */
final class Leaves {
    private static final List<String> PARTS_OF_NAMES = List.of("text", "family", "given", "prefix", "suffix");
    private static final List<String> PARTS_OF_ADDRESSES =
            List.of("text", "line", "city", "district", "state", "postalCode", "country");

    private Leaves() {}

    static void read(SearchParameter parameter, Path path, JsonNode value, Consumer<Found> out) {
        switch (parameter.kind()) {
            case TOKEN -> token(parameter, path, value, out);
            case STRING -> strings(path.leaf(), value, text -> out.accept(new Found.Text(parameter, text)));
            case DATE -> time(path.leaf(), value).ifPresent(t -> out.accept(new Found.Time(parameter, t)));
            case REFERENCE -> reference(path, value).ifPresent(r -> out.accept(new Found.Reference(parameter, r)));
            case URI -> text(value).ifPresent(uri -> out.accept(new Found.Uri(parameter, uri)));
            case QUANTITY, NUMBER -> amount(parameter, value).ifPresent(out);
        }
    }

    private static void token(SearchParameter parameter, Path path, JsonNode value, Consumer<Found> out) {
        switch (path.leaf()) {
            case "CodeableConcept" -> value.path("coding").forEach(coding -> coded(parameter, coding, "code", out));
            case "Coding" -> coded(parameter, value, "code", out);
            case "Identifier" -> coded(parameter, value, "value", out);
            case "ContactPoint" -> {
                var system = value.path("system").asText();
                if (value.has("value") && (path.only().isEmpty() || path.only().equals(system))) {
                    out.accept(
                            new Found.Token(parameter, "", value.path("value").asText(), true));
                }
            }
            default -> {
                if (value.isValueNode()) {
                    out.accept(new Found.Token(parameter, "", value.asText(), parameter.impliesSystem()));
                }
            }
        }
    }

    private static void coded(SearchParameter parameter, JsonNode value, String member, Consumer<Found> out) {
        if (value.has(member) || value.has("system")) {
            out.accept(new Found.Token(
                    parameter, value.path("system").asText(), value.path(member).asText(), false));
        }
    }

    private static void strings(String leaf, JsonNode value, Consumer<String> out) {
        switch (leaf) {
            case "HumanName" -> parts(PARTS_OF_NAMES, value, out);
            case "Address" -> parts(PARTS_OF_ADDRESSES, value, out);
            default -> text(value).ifPresent(out);
        }
    }

    private static void parts(List<String> names, JsonNode value, Consumer<String> out) {
        for (var name : names) {
            var part = value.path(name);
            text(part).ifPresent(out);
            part.forEach(element -> text(element).ifPresent(out));
        }
    }

    private static Optional<DateRange> time(String leaf, JsonNode value) {
        return switch (leaf) {
            case "Period" -> period(value);
            case "Timing" -> timing(value);
            default -> text(value).flatMap(DateRange::parse);
        };
    }

    private static Optional<DateRange> period(JsonNode period) {
        return DateRange.period(text(period.path("start")), text(period.path("end")));
    }

    /** From the first event to the last; without events, the bounds. */
    private static Optional<DateRange> timing(JsonNode timing) {
        List<DateRange> events = new ArrayList<>();
        timing.path("event").forEach(e -> text(e).flatMap(DateRange::parse).ifPresent(events::add));
        return events.stream()
                .reduce((a, b) -> new DateRange(Math.min(a.low(), b.low()), Math.max(a.high(), b.high())))
                .or(() -> period(timing.path("repeat").path("boundsPeriod")));
    }

    private static Optional<String> reference(Path path, JsonNode value) {
        var reference = path.leaf().equals("Reference") ? value.path("reference") : value;
        return text(reference).filter(r -> path.only().isEmpty() || isTo(path.only(), r, value));
    }

    private static boolean isTo(String type, String reference, JsonNode value) {
        return reference.startsWith(type + "/")
                || reference.contains("/" + type + "/")
                || value.path("type").asText().equals(type);
    }

    private static Optional<Found> amount(SearchParameter parameter, JsonNode value) {
        var number = value.isObject() ? value.path("value") : value;
        return number.isNumber()
                ? Optional.of(new Found.Amount(
                        parameter,
                        number.decimalValue(),
                        value.path("system").asText(),
                        value.path(value.has("currency") ? "currency" : "code").asText(),
                        value.path("unit").asText()))
                : Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}

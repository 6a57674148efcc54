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
            case TOKEN -> {
                token(parameter, path, value, out);
                words(parameter, path.leaf(), value, out);
            }
            case STRING -> strings(path.leaf(), value, text -> out.accept(new Found.Text(parameter, text)));
            case DATE -> time(path.leaf(), value).ifPresent(t -> out.accept(new Found.Time(parameter, t)));
            case REFERENCE -> {
                reference(path, value).ifPresent(r -> out.accept(new Found.Reference(parameter, r)));
                identified(parameter, path, value, out);
            }
            case URI -> text(value).ifPresent(uri -> out.accept(new Found.Uri(parameter, uri)));
            case QUANTITY, NUMBER -> amount(parameter, value).ifPresent(out);
            case SPECIAL -> point(parameter, value, out);
            case COMPOSITE -> throw new IllegalStateException("a composite is read by its components");
        }
    }

    private static void point(SearchParameter parameter, JsonNode value, Consumer<Found> out) {
        var latitude = value.path("latitude");
        var longitude = value.path("longitude");
        if (latitude.isNumber()
                && longitude.isNumber()
                && Math.abs(latitude.doubleValue()) <= 90
                && Math.abs(longitude.doubleValue()) <= 180) {
            out.accept(new Found.Point(parameter, latitude.doubleValue(), longitude.doubleValue()));
        }
    }

    /** What people read beside the code. */
    private static void words(SearchParameter parameter, String leaf, JsonNode value, Consumer<Found> out) {
        switch (leaf) {
            case "CodeableConcept" -> {
                text(value.path("text")).ifPresent(t -> out.accept(new Found.Words(parameter, t)));
                value.path("coding").forEach(c -> words(parameter, "Coding", c, out));
            }
            case "Coding" -> text(value.path("display")).ifPresent(t -> out.accept(new Found.Words(parameter, t)));
            case "Identifier" -> {
                text(value.path("type").path("text")).ifPresent(t -> out.accept(new Found.Words(parameter, t)));
                value.path("type")
                        .path("coding")
                        .forEach(c -> out.accept(new Found.Typed(
                                parameter,
                                c.path("system").asText(),
                                c.path("code").asText(),
                                value.path("value").asText())));
            }
            default -> {}
        }
    }

    private static void identified(SearchParameter parameter, Path path, JsonNode value, Consumer<Found> out) {
        var identifier = value.path("identifier");
        if (identifier.has("value")
                && (path.only().isEmpty()
                        || path.only().equals(value.path("type").asText()))) {
            out.accept(new Found.Identified(
                    parameter,
                    identifier.path("system").asText(),
                    identifier.path("value").asText()));
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
            case "exists" -> {
                // A boolean says whether; anything else says so by being there.
                var text = value.isBoolean() ? value.asText() : "true";
                out.accept(new Found.Token(parameter, "", text, true));
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
            case "CodeableConcept" -> {
                text(value.path("text")).ifPresent(out);
                value.path("coding").forEach(c -> text(c.path("display")).ifPresent(out));
            }
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

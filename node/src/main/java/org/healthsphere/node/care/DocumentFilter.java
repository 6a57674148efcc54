package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.store.index.DateRange;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Which documents are wanted, by the parameters of ITI-67; those about authors and relations are refused, not passed over. */
record DocumentFilter(List<Map.Entry<String, String>> wishes) {
    /** One of these says whose. */
    static final Set<String> PATIENT = Set.of("patient", "patient.identifier");

    private static final Set<String> WIRE = Set.of("_format", "_pretty");

    private static final Map<String, String> TOKENS = Map.of(
            "status", "/status",
            "type", "/type",
            "category", "/category",
            "event", "/context/event",
            "facility", "/context/facilityType",
            "setting", "/context/practiceSetting",
            "security-label", "/securityLabel");

    private static final Map<String, String> DATES = Map.of("date", "/date", "period", "/context/period");
    private static final Set<String> PREFIXES = Set.of("eq", "ge", "le", "gt", "lt");
    private static final int PREFIX = 2;

    static Outcome<DocumentFilter> of(List<Map.Entry<String, String>> asked) {
        List<Problem> problems = new ArrayList<>();
        List<Map.Entry<String, String>> wishes = new ArrayList<>();
        for (var wish : asked) {
            var name = wish.getKey();
            if (PATIENT.contains(name) || WIRE.contains(name)) {
                continue;
            }
            if (!kinds().containsKey(name)) {
                problems.add(new Problem(name, "is no parameter that is looked at here"));
            } else if (isDate(name) && range(wish.getValue()).isEmpty()) {
                problems.add(new Problem(name, "is no date: use a form like ge2026-03-01"));
            } else {
                wishes.add(wish);
            }
        }
        return problems.isEmpty()
                ? Outcome.of(new DocumentFilter(wishes))
                : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
    }

    /** Every parameter and its type. */
    static Map<String, String> kinds() {
        Map<String, String> kinds = new TreeMap<>();
        TOKENS.keySet().forEach(name -> kinds.put(name, "token"));
        DATES.keySet().forEach(name -> kinds.put(name, "date"));
        kinds.putAll(Map.of("creation", "date", "identifier", "token", "format", "token"));
        kinds.putAll(Map.of("patient", "reference", "patient.identifier", "token"));
        return kinds;
    }

    private static boolean isDate(String name) {
        return DATES.containsKey(name) || name.equals("creation");
    }

    boolean admits(JsonNode document) {
        return wishes.stream()
                .allMatch(wish -> Arrays.stream(wish.getValue().split(",", -1))
                        .anyMatch(value -> admits(document, wish.getKey(), value)));
    }

    private static boolean admits(JsonNode document, String name, String value) {
        return isDate(name)
                ? times(document, name).anyMatch(time -> meets(time, value))
                : tokens(document, name).anyMatch(token -> isToken(token, value));
    }

    private static Stream<JsonNode> times(JsonNode document, String name) {
        var path = DATES.get(name);
        return path != null
                ? Stream.of(document.at(path))
                : document.path("content").valueStream().map(content -> content.at("/attachment/creation"));
    }

    static boolean isRange(String value) {
        return range(value).isPresent();
    }

    private static Optional<DateRange> range(String value) {
        var prefixed = value.length() > PREFIX && PREFIXES.contains(value.substring(0, PREFIX));
        return DateRange.parse((prefixed ? value.substring(PREFIX) : value).replace(' ', '+'));
    }

    static boolean meets(JsonNode time, String value) {
        var wanted = range(value).orElseThrow();
        var low = DateRange.parse(time.isObject() ? time.path("start").asText() : time.asText());
        var high = time.isObject() ? DateRange.parse(time.path("end").asText()) : low;
        if (low.isEmpty() && high.isEmpty()) {
            return false;
        }
        var from = low.map(DateRange::low).orElse(Long.MIN_VALUE);
        var until = high.map(DateRange::high).orElse(Long.MAX_VALUE);
        return switch (value.substring(0, PREFIX)) {
            case "ge" -> until >= wanted.low();
            case "gt" -> until > wanted.high();
            case "le" -> from <= wanted.high();
            case "lt" -> from < wanted.low();
            default -> from >= wanted.low() && until <= wanted.high();
        };
    }

    private static Stream<JsonNode> tokens(JsonNode document, String name) {
        return switch (name) {
            case "identifier" ->
                Stream.concat(
                        Stream.of(document.path("masterIdentifier")),
                        document.path("identifier").valueStream());
            case "format" -> document.path("content").valueStream().map(content -> content.path("format"));
            default -> codings(document.at(TOKENS.getOrDefault(name, "/status")));
        };
    }

    private static Stream<JsonNode> codings(JsonNode element) {
        if (element.isArray()) {
            return element.valueStream().flatMap(DocumentFilter::codings);
        }
        return element.isTextual() ? Stream.of(element) : element.path("coding").valueStream();
    }

    static boolean isToken(JsonNode token, String wanted) {
        if (token.isTextual()) {
            return token.asText().equals(wanted);
        }
        var code = token.path("code").asText(token.path("value").asText());
        var system = token.path("system").asText();
        var bar = wanted.indexOf('|');
        if (bar < 0) {
            return !code.isEmpty() && code.equals(wanted);
        }
        var wantedCode = wanted.substring(bar + 1);
        return system.equals(wanted.substring(0, bar)) && (wantedCode.isEmpty() || code.equals(wantedCode));
    }
}

package org.healthsphere.terminology.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Compares an answer with what is expected, by the rules of the official runner: templates between dollar signs, parts that may
 * be missing, and no order.
 */
final class Expectation {
    private static final String OPTIONAL = "$optional$";
    private static final String OPTIONAL_PROPERTIES = "$optional-properties$";
    private static final String COUNTED = "$count-arrays$";
    private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/_-]");
    private static final Pattern UUID =
            Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d\\d(-\\d\\d)?)?(T.*)?");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.+");
    private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z_][0-9a-zA-Z_.\\-]*");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    private final boolean allowsMore;

    /**
     * An expectation.
     *
     * @param allowsMore whether the answer may hold more than is expected
     */
    Expectation(boolean allowsMore) {
        this.allowsMore = allowsMore;
    }

    /** What is wrong; empty when nothing is. */
    Optional<String> difference(String at, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            return objects(at, expected, actual);
        }
        if (expected.isArray() && actual.isArray()) {
            return arrays(at, expected, actual);
        }
        if (expected.isTextual()) {
            return matches(at, expected.asText(), actual)
                    ? Optional.empty()
                    : Optional.of(at + " is " + shorten(actual) + " instead of " + shorten(expected));
        }
        var same = (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
        return same
                ? Optional.empty()
                : Optional.of(at + " is " + shorten(actual) + " instead of " + shorten(expected));
    }

    private Optional<String> objects(String at, JsonNode expected, JsonNode actual) {
        var optional = texts(expected.path(OPTIONAL_PROPERTIES));
        var counted = texts(expected.path(COUNTED));
        for (var property : expected.properties()) {
            var name = property.getKey();
            if (name.startsWith("$") || isComment(name)) {
                continue;
            }
            var found = actual.has(name)
                    ? property(at + "." + name, property.getValue(), actual.path(name), counted.contains(name))
                    : absent(at + "." + name, property.getValue(), optional.contains(name) || isTwin(name, expected));
            if (found.isPresent()) {
                return found;
            }
        }
        return allowsMore ? Optional.empty() : unexpected(at, expected, actual, optional);
    }

    private Optional<String> property(String at, JsonNode expected, JsonNode actual, boolean counted) {
        return counted ? count(at, expected, actual) : difference(at, expected, actual);
    }

    private static Optional<String> absent(String at, JsonNode expected, boolean optional) {
        return optional || isEmptied(expected)
                ? Optional.empty()
                : Optional.of(at + " is missing: " + shorten(expected));
    }

    /** The location of an issue says again what the expression says: some cases have it and do not miss it, others refuse it. */
    private static boolean isTwin(String name, JsonNode expected) {
        return name.equals("location") && expected.has("severity");
    }

    private static boolean isComment(String name) {
        return name.equals("fhir_comments");
    }

    /** A list of which every item may be missing. */
    private static boolean isEmptied(JsonNode expected) {
        if (!expected.isArray()) {
            return false;
        }
        for (var item : expected) {
            if (!mayBeMissing(item)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> unexpected(String at, JsonNode expected, JsonNode actual, Set<String> optional) {
        for (var property : actual.properties()) {
            if (!expected.has(property.getKey()) && !optional.contains(property.getKey())) {
                return Optional.of(at + "." + property.getKey() + " is not expected: " + shorten(property.getValue()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> count(String at, JsonNode expected, JsonNode actual) {
        return expected.size() == actual.size()
                ? Optional.empty()
                : Optional.of(at + " has " + actual.size() + " items instead of " + expected.size());
    }

    private Optional<String> arrays(String at, JsonNode expected, JsonNode actual) {
        List<JsonNode> left = new ArrayList<>();
        actual.forEach(left::add);
        var order = new ArrayList<JsonNode>();
        expected.forEach(order::add);
        order.sort((a, b) -> Boolean.compare(mayBeMissing(a), mayBeMissing(b)));
        for (var item : order) {
            var same = IntStream.range(0, left.size())
                    .boxed()
                    .filter(place -> difference(at, item, left.get(place)).isEmpty())
                    .min(Comparator.comparing(
                            place -> !left.get(place).path("code").equals(item.path("code"))));
            if (same.isPresent()) {
                var _ = left.remove(same.orElseThrow().intValue());
            } else if (!mayBeMissing(item)) {
                return Optional.of(missing(at, item, left));
            }
        }
        return left.isEmpty() || allowsMore
                ? Optional.empty()
                : Optional.of(at + ": not expected " + shorten(left.getFirst()));
    }

    /** What is most alike and why it is not the same, or else the item itself. */
    private String missing(String at, JsonNode item, List<JsonNode> left) {
        Predicate<JsonNode> alike = candidate -> candidate.path("name").equals(item.path("name"))
                && candidate.path("code").equals(item.path("code"))
                && candidate.path("url").equals(item.path("url"))
                && messageId(candidate).equals(messageId(item));
        return left.stream()
                .filter(alike)
                .findFirst()
                .flatMap(candidate -> difference(at, item, candidate))
                .orElse(at + " lacks " + shorten(item) + " among " + left);
    }

    private static String messageId(JsonNode issue) {
        return issue.path("extension").path(0).path("valueString").asText("");
    }

    /** True, another mode than the general one, or a version that is not FHIR R4. */
    private static boolean mayBeMissing(JsonNode item) {
        var mark = item.path(OPTIONAL);
        if (mark.isMissingNode()) {
            return false;
        }
        var text = mark.asText();
        return text.equals("true")
                || text.startsWith("warning:")
                || (text.startsWith("!") && !text.equals("!general"))
                || text.equals("version:4");
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new HashSet<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static boolean matches(String at, String expected, JsonNode actual) {
        var text = actual.asText("");
        if (expected.endsWith("|$version$")) {
            return text.startsWith(expected.substring(0, expected.indexOf('$')));
        }
        if (expected.length() < 2 || !expected.startsWith("$") || !expected.endsWith("$")) {
            return actual.isValueNode()
                    && (text.equals(expected) || letters(text).equals(letters(expected)));
        }
        var template = expected.substring(1, expected.length() - 1);
        var colon = template.indexOf(':');
        var values = Arrays.asList(template.substring(colon + 1).split("\\|", -1));
        return switch (colon < 0 ? template : template.substring(0, colon)) {
            case "", "string", "url", "version" -> !actual.isMissingNode();
            case "uuid" -> UUID.matcher(text).matches();
            case "date" -> DATE.matcher(text).matches();
            case "instant" -> INSTANT.matcher(text).matches();
            case "id" -> ID.matcher(text).matches();
            case "token", "semver" -> TOKEN.matcher(text).matches();
            case "choice" -> values.contains(text);
            case "fragments" -> values.stream().allMatch(text::contains);
            case "external" -> external(template.substring(colon + 1), text);
            default -> throw new IllegalStateException("unknown template at " + at + ": " + expected);
        };
    }

    /**
     * What the official runner compares when two texts are not the same: it decodes both as Base64, whatever they are, and that
     * passes over every other character and ends at the first equals sign.
     */
    private static String letters(String text) {
        var end = text.indexOf('=');
        var letters =
                NOT_BASE64.matcher(end < 0 ? text : text.substring(0, end)).replaceAll("");
        return letters.substring(0, letters.length() - (letters.length() % 4 == 1 ? 1 : 0));
    }

    private static boolean external(String numbered, String text) {
        var colon = numbered.indexOf(':');
        return colon < 0
                || Arrays.stream(numbered.substring(colon + 1).split("\\|", -1)).allMatch(text::contains);
    }

    private static String shorten(JsonNode node) {
        var text = node.toString();
        return text.length() < 400 ? text : text.substring(0, 400) + "...";
    }

    /** The answer without what is not compared, and with what FHIR R4 has in extensions where FHIR R5 has it. */
    static JsonNode comparable(JsonNode answer) {
        var copy = answer.deepCopy();
        scrub(copy);
        return copy;
    }

    private static void scrub(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.has("resourceType")) {
                var _ = object.remove(Set.of("text", "meta"));
            }
            upgrade(object);
            if (object.path("parameter") instanceof ArrayNode parameters) {
                removeIf(
                        parameters, parameter -> parameter.path("name").asText().equals("diagnostics"));
                parameters.forEach(Expectation::sortMessage);
            }
            if (object.path("issue") instanceof ArrayNode issues) {
                removeIf(issues, issue -> !issue.has("details") && issue.has("diagnostics"));
            }
        }
        if (!node.isObject() || !node.has("contentString")) {
            node.forEach(child -> {
                if (!node.path("details").equals(child)) {
                    scrub(child);
                }
            });
        }
    }

    static void sortMessages(JsonNode node) {
        node.path("parameter").forEach(Expectation::sortMessage);
        node.forEach(Expectation::sortMessages);
    }

    private static void sortMessage(JsonNode parameter) {
        if (parameter.path("name").asText().equals("message") && parameter instanceof ObjectNode object) {
            var parts = object.path("valueString").asText().split("; ", -1);
            Arrays.sort(parts);
            object.put("valueString", String.join("; ", parts));
        }
    }

    private static void removeIf(ArrayNode list, Predicate<JsonNode> condition) {
        for (var i = list.size() - 1; i >= 0; i--) {
            if (condition.test(list.get(i))) {
                var _ = list.remove(i);
            }
        }
    }

    private static void upgrade(ObjectNode object) {
        if (!(object.path("extension") instanceof ArrayNode extensions)) {
            return;
        }
        for (var extension : extensions) {
            if (extension.path("url").asText().endsWith(".property") && extension.has("extension")) {
                var property = object.withArray("property").addObject();
                extension
                        .path("extension")
                        .forEach(part -> part.properties().stream()
                                .filter(value -> value.getKey().startsWith("value"))
                                .forEach(value -> property.set(name(part, value.getKey()), value.getValue())));
            }
        }
        removeIf(extensions, extension -> extension.path("url").asText().endsWith(".property"));
        if (extensions.isEmpty()) {
            var _ = object.remove("extension");
        }
    }

    private static String name(JsonNode part, String element) {
        var name = part.path("url").asText();
        return name.equals("value") ? element : name;
    }
}

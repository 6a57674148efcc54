package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.healthsphere.specs.CanonicalJson;

/** What values of FHIR mean, however they are written, as texts that are equal when the meaning is. */
final class Meaning {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int YEAR = 4;
    private static final int DAY = 10;
    /** {@code 2026-01-01T00:00:00Z}. */
    private static final int SECOND = 20;

    /** What a display or a comment says is said by the code already, or differs without being another fact. */
    private static final List<String> WORDING =
            List.of("display", "text", "id", "extension", "userSelected", "version");

    private Meaning() {}

    /** The codes of a CodeableConcept. */
    static SortedSet<String> codings(JsonNode concept) {
        var codings = new TreeSet<String>();
        for (var coding : concept.path("coding")) {
            if (coding.hasNonNull("system") && coding.hasNonNull("code")) {
                codings.add(coding.path("system").asText() + "|"
                        + coding.path("code").asText());
            }
        }
        return codings;
    }

    /** The second, in UTC; a date without a time as it is; empty when there is none. */
    static String instant(String written) {
        if (isSecondInUtc(written)) {
            return written;
        }
        try {
            return OffsetDateTime.parse(written)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeException e) {
            return written;
        }
    }

    /** Most are written so already, or are no time at all, and stay as they are either way. */
    private static boolean isSecondInUtc(String written) {
        return written.length() == SECOND && written.charAt(YEAR) == '-' && written.charAt(SECOND - 1) == 'Z';
    }

    /** The day as the hospital wrote it, where it was. */
    static String day(String written) {
        return written.substring(0, Math.min(written.length(), DAY));
    }

    /** Everything that was measured: the value of an Observation and of its components. */
    static String value(ObjectNode observation) {
        var values = new TreeSet<String>();
        values.add("=" + own(observation));
        for (var component : observation.path("component")) {
            values.add(String.join(",", codings(component.path("code"))) + "=" + own(component));
        }
        return String.join(";", values);
    }

    private static String own(JsonNode holder) {
        var texts = new TreeSet<String>();
        holder.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("value") || name.equals("dataAbsentReason")) {
                texts.add(of(holder.path(name)));
            }
        });
        return String.join("&", texts);
    }

    static String of(JsonNode value) {
        if (value.has("coding")) {
            return String.join(",", codings(value));
        }
        if (value.isObject() && value.path("value").isNumber()) {
            return number(value.path("value")) + " " + unit(value);
        }
        return value.isNumber() ? number(value) : canonical(value);
    }

    private static String unit(JsonNode quantity) {
        return quantity.path("comparator").asText()
                + quantity.path("code").asText(quantity.path("unit").asText());
    }

    private static String number(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String canonical(JsonNode value) {
        JsonNode stripped = value.deepCopy();
        strip(stripped);
        return new String(CanonicalJson.of(stripped), StandardCharsets.UTF_8);
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object && object.size() > 1) {
            object.remove((Collection<String>) WORDING);
        }
        node.forEach(Meaning::strip);
    }

    /** Letters and digits in lower case: for names, addresses, words. */
    static String folded(String text) {
        return BETWEEN.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}

package org.healthsphere.consent.fabric;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places to fill. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    private Template() {}

    static String fill(String template, Map<String, Object> values) {
        return PLACE.matcher(template).replaceAll(place -> {
            var value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing to put in the place of " + place.group(1));
            }
            return Matcher.quoteReplacement(value.toString());
        });
    }
}

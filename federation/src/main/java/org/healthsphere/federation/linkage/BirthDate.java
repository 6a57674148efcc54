package org.healthsphere.federation.linkage;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date of birth as far as it is known; months and days are empty when they are not. */
record BirthDate(String year, String month, String day) {
    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?");

    /** What people type when they do not know it. */
    private static final Set<String> PLACEHOLDERS = Set.of("1900-01-01", "1800-01-01", "1970-01-01", "9999-12-31");

    static Optional<BirthDate> parse(String date) {
        var matched = FORM.matcher(date);
        return matched.matches() && !PLACEHOLDERS.contains(date)
                ? Optional.of(new BirthDate(matched.group(1), given(matched.group(2)), given(matched.group(3))))
                : Optional.empty();
    }

    private static String given(@Nullable String part) {
        return part == null ? "" : part;
    }

    String whole() {
        return day.isEmpty() ? "" : year + month + day;
    }

    /** The same whether day and month were turned round or not. */
    String turned() {
        return day.isEmpty() ? "" : year + Normal.sorted(month, day);
    }

    String yearMonth() {
        return month.isEmpty() ? "" : year + month;
    }

    String yearDay() {
        return day.isEmpty() ? "" : year + "--" + day;
    }
}

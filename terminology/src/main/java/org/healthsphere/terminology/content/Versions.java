package org.healthsphere.terminology.content;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which of two business versions is the later one: part by part, numbers as numbers. */
public final class Versions {
    private static final Pattern PARTS = Pattern.compile("[.\\-+_]");
    private static final Set<String> WILDCARDS = Set.of("x", "X", "*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Versions() {}

    /**
     * Whether a version is one that is asked for: spelled the same, or by a pattern with {@code x} or {@code *} for parts that
     * do not matter, or by its first two parts of three.
     */
    public static boolean matches(String asked, String version) {
        if (asked.equals(version) || isEditionOf(asked, version)) {
            return true;
        }
        var wanted = asked.split("\\.", -1);
        var parts = version.split("\\.", -1);
        var shorter = wanted.length == 2 && parts.length == 3;
        if ((wanted.length != parts.length && !shorter) || !startsAs(wanted, parts)) {
            return false;
        }
        var exact = Arrays.stream(wanted).noneMatch(WILDCARDS::contains);
        return !exact || (shorter && isNumber(wanted[0]) && isNumber(wanted[1]));
    }

    /** SNOMED CT's editions are named by their module; a version is the edition at a date. */
    private static boolean isEditionOf(String edition, String version) {
        return edition.startsWith(Snomed.SYSTEM + "/") && version.startsWith(edition + "/version/");
    }

    private static boolean startsAs(String[] wanted, String[] parts) {
        return IntStream.range(0, wanted.length)
                .allMatch(i -> WILDCARDS.contains(wanted[i]) || wanted[i].equals(parts[i]));
    }

    static int compare(String a, String b) {
        var left = PARTS.split(a, -1);
        var right = PARTS.split(b, -1);
        for (var i = 0; i < Math.min(left.length, right.length); i++) {
            var order = part(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length != right.length ? Integer.compare(left.length, right.length) : a.compareTo(b);
    }

    private static int part(String a, String b) {
        return isNumber(a) && isNumber(b) ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }
}

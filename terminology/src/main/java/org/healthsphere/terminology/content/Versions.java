package org.healthsphere.terminology.content;

import java.util.regex.Pattern;

/** Which of two business versions is the later one: part by part, numbers as numbers. */
final class Versions {
    private static final Pattern PARTS = Pattern.compile("[.\\-+_]");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Versions() {}

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

package org.healthsphere.federation.linkage;

/** How alike two words are that were normalised. */
final class Similarity {
    private static final double PREFIX_SHARE = 0.1;
    private static final int LONGEST_PREFIX = 4;

    private Similarity() {}

    /** Jaro's measure with Winkler's weight on the first letters: 1 for equal words, 0 for two that share nothing. */
    static double jaroWinkler(String one, String other) {
        if (one.equals(other)) {
            return one.isEmpty() ? 0 : 1;
        }
        var jaro = jaro(one, other);
        var prefix = 0;
        var most = Math.min(LONGEST_PREFIX, Math.min(one.length(), other.length()));
        while (prefix < most && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * PREFIX_SHARE * (1 - jaro);
    }

    private static double jaro(String one, String other) {
        var reach = Math.max(0, Math.max(one.length(), other.length()) / 2 - 1);
        var taken = new boolean[other.length()];
        var matched = new StringBuilder();
        for (var i = 0; i < one.length(); i++) {
            var until = Math.min(other.length(), i + reach + 1);
            for (var j = Math.max(0, i - reach); j < until; j++) {
                if (!taken[j] && one.charAt(i) == other.charAt(j)) {
                    taken[j] = true;
                    matched.append(one.charAt(i));
                    break;
                }
            }
        }
        return matched.isEmpty() ? 0 : share(matched, crossed(matched, other, taken), one, other);
    }

    /** How many of the letters that both have stand in another order. */
    private static int crossed(CharSequence matched, String other, boolean[] taken) {
        var crossed = 0;
        var next = 0;
        for (var j = 0; j < other.length(); j++) {
            if (taken[j] && other.charAt(j) != matched.charAt(next++)) {
                crossed++;
            }
        }
        return crossed;
    }

    private static double share(CharSequence matched, int crossed, String one, String other) {
        var m = (double) matched.length();
        return (m / one.length() + m / other.length() + (m - crossed / 2.0) / m) / 3;
    }

    /** Whether one typing error makes one of the other: a letter too much, one too few, a wrong one, two turned round. */
    static boolean isOneErrorAway(String one, String other) {
        var shorter = one.length() <= other.length() ? one : other;
        var longer = one.length() <= other.length() ? other : one;
        if (longer.length() - shorter.length() > 1) {
            return false;
        }
        var at = 0;
        while (at < shorter.length() && shorter.charAt(at) == longer.charAt(at)) {
            at++;
        }
        if (at == shorter.length()) {
            return true;
        }
        if (longer.length() > shorter.length()) {
            return shorter.substring(at).equals(longer.substring(at + 1));
        }
        return shorter.substring(at + 1).equals(longer.substring(at + 1)) || areTurned(shorter, longer, at);
    }

    private static boolean areTurned(String one, String other, int at) {
        return at + 1 < one.length()
                && one.charAt(at) == other.charAt(at + 1)
                && one.charAt(at + 1) == other.charAt(at)
                && one.substring(at + 2).equals(other.substring(at + 2));
    }
}

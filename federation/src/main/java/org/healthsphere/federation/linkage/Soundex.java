package org.healthsphere.federation.linkage;

/** American Soundex, as the National Archives of the United States describe it. */
final class Soundex {
    /** The digit of each letter from a to z; 0: a vowel; h and w are passed over. */
    private static final String DIGITS = "01230120022455012623010202";

    private static final int LENGTH = 4;

    private Soundex() {}

    /** The code of a name that was normalised; empty when there is no name. */
    static String of(String name) {
        if (name.isEmpty()) {
            return "";
        }
        var code = new StringBuilder().append(name.charAt(0));
        var last = digit(name.charAt(0));
        for (var i = 1; i < name.length() && code.length() < LENGTH; i++) {
            var letter = name.charAt(i);
            if (letter == 'h' || letter == 'w') {
                continue;
            }
            var digit = digit(letter);
            if (digit != '0' && digit != last) {
                code.append(digit);
            }
            last = digit;
        }
        return code.append("0".repeat(LENGTH - code.length())).toString();
    }

    private static char digit(char letter) {
        return DIGITS.charAt(letter - 'a');
    }
}

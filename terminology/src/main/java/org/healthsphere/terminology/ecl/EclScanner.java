package org.healthsphere.terminology.ecl;

/** Reads an expression from left to right; blanks and comments do not count. */
final class EclScanner {
    private final String text;
    private int at;

    EclScanner(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        skip();
        return at >= text.length();
    }

    /** Whether this is next, and if so passes it. */
    boolean take(String sign) {
        skip();
        if (text.startsWith(sign, at)) {
            at += sign.length();
            return true;
        }
        return false;
    }

    boolean sees(String sign) {
        skip();
        return text.startsWith(sign, at);
    }

    /** Whether the word is next, in whatever case, and if so passes it. */
    boolean takeWord(String word) {
        skip();
        var end = at + word.length();
        var ends = end >= text.length() || !isWordPart(text.charAt(end));
        if (ends && text.regionMatches(true, at, word, 0, word.length())) {
            at = end;
            return true;
        }
        return false;
    }

    void expect(String sign) {
        if (!take(sign)) {
            throw new Unreadable(at, "'" + sign + "' is missing");
        }
    }

    /** Letters, digits and hyphens. */
    String word() {
        skip();
        var from = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw new Unreadable(at, at >= text.length() ? "it ends too early" : "this is not understood");
        }
        return text.substring(from, at);
    }

    /** What stands between quotes; a backslash stands before a quote or a backslash that is meant. */
    String quoted() {
        expect("\"");
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw new Unreadable(at, "a quotation does not end");
        }
        at++;
        return value.toString();
    }

    /** Digits, with sign and point. */
    String number() {
        skip();
        var from = at;
        while (at < text.length() && "+-.0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A term between bars explains a concept id and means nothing. */
    void skipTerm() {
        if (take("|")) {
            var end = text.indexOf('|', at);
            if (end < 0) {
                throw new Unreadable(at, "a term does not end");
            }
            at = end + 1;
        }
    }

    Unreadable unreadable(String why) {
        return new Unreadable(at, why);
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("/*", at)) {
                var end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new Unreadable(at, "a comment does not end");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    /** An expression that cannot be read; it never leaves the package. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int at;

        Unreadable(int at, String why) {
            super(why, null, false, false);
            this.at = at;
        }

        int at() {
            return at;
        }
    }
}

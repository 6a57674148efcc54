package org.healthsphere.terminology.index;

/** How far two spellings may be apart: by letters put in, left out, changed, or swapped with their neighbour. */
final class Spelling {
    private static final int SHORT = 4;
    private static final int LONG = 8;

    private Spelling() {}

    /** How many letters of a word of this length may be wrong; the first one never. */
    static int tolerance(int length) {
        if (length < SHORT) {
            return 0;
        }
        return length < LONG ? 1 : 2;
    }

    /** Whether the word starts with something that is within the tolerance of what is looked for. */
    static boolean isLikeStartOf(String wanted, String word) {
        var most = tolerance(wanted.length());
        if (most == 0 || word.isEmpty() || wanted.charAt(0) != word.charAt(0)) {
            return word.startsWith(wanted);
        }
        for (var length = Math.max(1, wanted.length() - most);
                length <= Math.min(word.length(), wanted.length() + most);
                length++) {
            if (distance(wanted.substring(1), word.substring(1, length)) <= most) {
                return true;
            }
        }
        return false;
    }

    /** Optimal string alignment. */
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int step(int[][] rows, String a, String b, int i, int j) {
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var least = Math.min(rows[i - 1][j - 1] + same, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}

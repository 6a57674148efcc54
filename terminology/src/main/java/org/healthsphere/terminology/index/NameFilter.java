package org.healthsphere.terminology.index;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Searches names by the beginnings of words; upper case and diacritics do not count. */
public final class NameFilter {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final List<String> wanted;

    public NameFilter(String text) {
        wanted = words(text);
    }

    /** Whether the name has, for each word that is looked for, a word that starts with it. */
    public boolean isIn(String name) {
        var words = words(name);
        return wanted.stream().allMatch(start -> words.stream().anyMatch(word -> word.startsWith(start)));
    }

    /** Whether a word starts with something that is spelled almost like the other. */
    public static boolean isLike(String wanted, String word) {
        return Spelling.isLikeStartOf(wanted, word);
    }

    /** The words of a text as they are compared: plain letters and digits, in lower case. */
    public static List<String> words(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}

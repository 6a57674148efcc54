package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Name;

/**
 * Registers with duplicates, by the error model of Febrl's generator (Christen 2005, "Probabilistic data generation for deduplication and
 * data linkage"): a duplicate has one or more modifications, each in a field drawn by its share, each of a kind drawn by its share. The
 * fields are those of FEBRL 1 to 4 without the social security number and the state; the words are made up.
 */
final class Febrl {
    private static final String CONSONANTS = "bcdfghjklmnprstvw";
    private static final String VOWELS = "aeiou";
    private static final int GIVEN_NAMES = 700;
    private static final int FAMILY_NAMES = 6_000;
    private static final int STREETS = 4_000;
    private static final int SUBURBS = 1_500;

    private final RandomGenerator random;
    private final int mostInRecord;
    private final int mostInField;

    /**
     * A generator.
     *
     * @param mostInRecord modifications of a duplicate, one at least
     * @param mostInField of them in one field
     */
    Febrl(RandomGenerator random, int mostInRecord, int mostInField) {
        this.random = random;
        this.mostInRecord = mostInRecord;
        this.mostInField = mostInField;
    }

    /** A record as it stands in the file: given name, surname, number, street, suburb, postcode, date of birth. */
    record Row(List<String> cells) {
        Demographics person() {
            return new Demographics(
                    List.of(new Name(cells.get(0), cells.get(1))),
                    Optional.of(cells.get(6)).filter(birth -> !birth.isEmpty()).map(Row::dashed),
                    AdministrativeGender.UNKNOWN,
                    List.of(new Address((cells.get(2) + " " + cells.get(3)).strip(), cells.get(4), cells.get(5))),
                    List.of(),
                    List.of(),
                    false);
        }

        private static String dashed(String digits) {
            return digits.length() == 8
                    ? digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6)
                    : digits;
        }
    }

    Row original() {
        var suburb = skewed(SUBURBS);
        return new Row(List.of(
                word(1, skewed(GIVEN_NAMES)),
                word(2, skewed(FAMILY_NAMES)),
                String.valueOf(1 + skewed(300)),
                word(3, skewed(STREETS)) + " street",
                word(4, suburb),
                String.valueOf(2000 + suburb * 7 % 7999),
                "%04d%02d%02d".formatted(1900 + random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28))));
    }

    private static final int[] FIELD_SHARES = {16, 18, 10, 16, 16, 10, 14};

    Row duplicate(Row original) {
        var cells = new ArrayList<>(original.cells());
        var counts = new int[cells.size()];
        var modifications = 1 + random.nextInt(mostInRecord);
        for (var i = 0; i < modifications; i++) {
            var field = drawn(FIELD_SHARES);
            if (counts[field]++ < mostInField) {
                modify(cells, field);
            }
        }
        return new Row(List.copyOf(cells));
    }

    /** In percent: insert, delete, substitute, transpose, other value, missing, misspelt as it sounds, swapped with its neighbour. */
    private static final int[] KINDS = {10, 15, 35, 9, 3, 8, 15, 5};

    private void modify(List<String> cells, int field) {
        var text = cells.get(field);
        var isNumber = field == 2 || field == 5 || field == 6;
        switch (drawn(KINDS)) {
            case 4 -> cells.set(field, original().cells().get(field));
            case 5 -> cells.set(field, "");
            case 6 -> cells.set(field, isNumber ? transposed(text) : misspelt(text));
            case 7 -> {
                if (field < 2) {
                    var other = cells.get(1 - field);
                    cells.set(1 - field, text);
                    cells.set(field, other);
                } else {
                    cells.set(field, transposed(text));
                }
            }
            case 0 -> cells.set(field, field == 6 ? substituted(text) : inserted(text, isNumber));
            case 1 -> cells.set(field, field == 6 ? substituted(text) : deleted(text));
            case 2 -> cells.set(field, isNumber ? substituted(text) : replaced(text));
            default -> cells.set(field, transposed(text));
        }
    }

    private int drawn(int[] shares) {
        var all = 0;
        for (var share : shares) {
            all += share;
        }
        var left = random.nextInt(all);
        var at = 0;
        while (left >= shares[at]) {
            left -= shares[at++];
        }
        return at;
    }

    private String inserted(String text, boolean digit) {
        var at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + letter(digit) + text.substring(at);
    }

    private String deleted(String text) {
        if (text.length() < 2) {
            return text;
        }
        var at = random.nextInt(text.length());
        return text.substring(0, at) + text.substring(at + 1);
    }

    private String substituted(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var at = random.nextInt(text.length());
        return text.substring(0, at) + letter(true) + text.substring(at + 1);
    }

    private String replaced(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var at = random.nextInt(text.length());
        return text.substring(0, at) + letter(false) + text.substring(at + 1);
    }

    private String transposed(String text) {
        if (text.length() < 2) {
            return text;
        }
        var at = random.nextInt(text.length() - 1);
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }

    private static String misspelt(String text) {
        return text.replace("ph", "f")
                .replace("c", "k")
                .replace("v", "f")
                .replace("ei", "ie")
                .replace("ll", "l");
    }

    private char letter(boolean digit) {
        return (char) (digit ? '0' + random.nextInt(10) : 'a' + random.nextInt(26));
    }

    /** As unevenly as names are in life: of 700 the first is borne by one in 26, the last by one in 1,400. */
    private int skewed(int words) {
        var drawn = random.nextDouble();
        return (int) (words * drawn * drawn);
    }

    /** The n-th word of a list: of two to four syllables, unlike its neighbours. */
    private static String word(int list, int number) {
        var state = (list * 1_000_003L + number) * 0x9E3779B97F4A7C15L;
        var word = new StringBuilder();
        var syllables = 2 + (int) Long.remainderUnsigned(state >>> 7, 2);
        for (var i = 0; i < syllables; i++) {
            state = (state ^ (state >>> 29)) * 0xBF58476D1CE4E5B9L;
            word.append(CONSONANTS.charAt((int) Long.remainderUnsigned(state >>> 11, CONSONANTS.length())));
            word.append(VOWELS.charAt((int) Long.remainderUnsigned(state >>> 23, VOWELS.length())));
            if (i == syllables - 1) {
                word.append(CONSONANTS.charAt((int) Long.remainderUnsigned(state >>> 37, CONSONANTS.length())));
            }
        }
        return word.toString();
    }
}

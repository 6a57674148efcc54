package org.healthsphere.federation.linkage;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;

/** One spelling for what hospitals spell in many ways: case, accents, punctuation, abbreviations. */
final class Normal {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");
    private static final Pattern NOT_A_LETTER_OR_DIGIT = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NOT_A_DIGIT = Pattern.compile("\\D+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\-\u2010-\u2015/]+");
    private static final Pattern UNIT = Pattern.compile("\\b(apt|apartment|unit|suite|floor|flat)\\b.*|#.*");
    private static final Pattern US_ZIP = Pattern.compile("\\d{5}(\\d{4})?");
    private static final Pattern ONE_DIGIT_ONLY = Pattern.compile("(\\d)\\1*");

    private static final Map<String, String> LETTERS = Map.of(
            "\u00df", "ss", "\u00e6", "ae", "\u0153", "oe", "\u00f8", "o", "\u0142", "l", "\u0111", "d", "\u00f0", "d",
            "\u00fe", "th", "\u0131", "i");

    private static final Set<String> NOT_A_NAME =
            Set.of("jr", "sr", "ii", "iii", "iv", "dr", "mr", "mrs", "ms", "prof");
    private static final Set<String> STREET_TYPES = Set.of(
            "street",
            "st",
            "avenue",
            "ave",
            "av",
            "road",
            "rd",
            "drive",
            "dr",
            "lane",
            "ln",
            "boulevard",
            "blvd",
            "court",
            "ct",
            "place",
            "pl",
            "way",
            "terrace",
            "ter",
            "close",
            "crescent",
            "cres",
            "highway",
            "hwy");

    private static final int FIRST_BEYOND_ASCII = 128;
    private static final int START = 3;
    private static final int SHORTEST_PART = 3;
    /** Of a shorter name nothing typical is left without one letter. */
    private static final int SHORTEST_MISTYPED = 5;

    private static final int SHORTEST_PHONE = 7;
    /** Without the code of the country and the zero before the area. */
    private static final int SUBSCRIBER = 9;

    private static final int STREET_LETTERS = 10;

    private Normal() {}

    /** The name, and each part of a family name that has several. */
    static List<Name> names(Name name) {
        var given = words(name.given()).findFirst().orElse("");
        var parts = words(name.family()).toList();
        var whole = String.join("", parts);
        var longOnes =
                parts.size() < 2 ? Stream.<String>empty() : parts.stream().filter(p -> p.length() > SHORTEST_PART);
        return Stream.concat(Stream.of(whole), longOnes)
                .distinct()
                .map(family -> new Name(given, family))
                .toList();
    }

    static Address address(Address address) {
        return new Address(
                UNIT.matcher(plain(address.line())).replaceAll(" ").strip(),
                letters(address.city()),
                postcode(address.postalCode()));
    }

    /** Letters of the street's name, its type left out, since it is written in many ways. */
    static String street(String line) {
        var named = Arrays.stream(BETWEEN_WORDS.split(line))
                .filter(word -> word.isEmpty() || !Character.isDigit(word.charAt(0)))
                .collect(Collectors.joining(" "));
        var name = words(named).filter(word -> !STREET_TYPES.contains(word)).reduce("", String::concat);
        return name.substring(0, Math.min(name.length(), STREET_LETTERS));
    }

    static String houseNumber(String line) {
        return Arrays.stream(BETWEEN_WORDS.split(line))
                .filter(word -> !word.isEmpty() && Character.isDigit(word.charAt(0)))
                .findFirst()
                .map(word -> NOT_A_LETTER_OR_DIGIT.matcher(word).replaceAll(""))
                .orElse("");
    }

    private static String postcode(String written) {
        var code = NOT_A_LETTER_OR_DIGIT.matcher(plain(written)).replaceAll("");
        return US_ZIP.matcher(code).matches() ? code.substring(0, 5) : code;
    }

    static String phone(String written) {
        var digits = NOT_A_DIGIT.matcher(written).replaceAll("");
        return digits.length() < SHORTEST_PHONE
                        || ONE_DIGIT_ONLY.matcher(digits).matches()
                ? ""
                : digits.substring(Math.max(0, digits.length() - SUBSCRIBER));
    }

    static Identifier identifier(Identifier written) {
        var value = NOT_A_LETTER_OR_DIGIT.matcher(plain(written.value())).replaceAll("");
        return ONE_DIGIT_ONLY.matcher(value).matches()
                ? new Identifier("", "", written.national())
                : new Identifier(written.system(), value, written.national());
    }

    static String start(String name) {
        return name.substring(0, Math.min(name.length(), START));
    }

    /** The name and all that is left of it without one letter: two that differ by one typing error have one in common. */
    static List<String> near(String name) {
        if (name.length() < SHORTEST_MISTYPED) {
            return List.of(name);
        }
        return Stream.concat(
                        Stream.of(name),
                        IntStream.range(0, name.length()).mapToObj(i -> name.substring(0, i) + name.substring(i + 1)))
                .distinct()
                .toList();
    }

    /** Both, whichever came first; empty when one of them is. */
    static String sorted(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return "";
        }
        return one.compareTo(other) <= 0 ? one + "/" + other : other + "/" + one;
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(BETWEEN_WORDS.split(plain(text)))
                .map(Normal::letters)
                .filter(word -> !word.isEmpty() && !NOT_A_NAME.contains(word));
    }

    private static String letters(String text) {
        return NOT_A_LETTER.matcher(plain(text)).replaceAll("");
    }

    /** Lower case without accents. */
    private static String plain(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(letter -> letter < FIRST_BEYOND_ASCII)) {
            return lower;
        }
        for (var letter : LETTERS.entrySet()) {
            lower = lower.replace(letter.getKey(), letter.getValue());
        }
        return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
    }
}

package org.healthsphere.terminology.content;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What FHIR and LOINC's release call things. */
public final class Loinc {
    public static final String SYSTEM = "http://loinc.org";

    /** The six axes and the class of a term. */
    public static final List<String> AXES =
            List.of("COMPONENT", "PROPERTY", "TIME_ASPCT", "SYSTEM", "SCALE_TYP", "METHOD_TYP", "CLASS");

    /** What else FHIR has filters for. */
    public static final List<String> MORE =
            List.of("CLASSTYPE", "ORDER_OBS", "EXAMPLE_UCUM_UNITS", "VersionLastChanged");

    /** On an answer: the answer lists it is in. */
    public static final String LIST = "LIST";

    /** On a term: its answer lists. */
    public static final String ANSWER_LIST = "answer-list";

    /** On an answer list: the terms it answers. */
    public static final String ANSWERS_FOR = "answers-for";

    private static final Pattern TERM = Pattern.compile("\\d{1,7}-\\d");

    private Loinc() {}

    /** Every property that a concept may have. */
    public static List<String> properties() {
        return Stream.of(AXES, MORE, List.of("STATUS", "PartTypeName", LIST, ANSWER_LIST, ANSWERS_FOR))
                .flatMap(List::stream)
                .toList();
    }

    /** Whether it is a number with its check digit (mod 10, Luhn). */
    public static boolean isTerm(String code) {
        if (!TERM.matcher(code).matches()) {
            return false;
        }
        var digits = code.substring(0, code.length() - 2);
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var weighed = i % 2 == 0 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return (10 - sum % 10) % 10 == code.charAt(code.length() - 1) - '0';
    }
}

package org.healthsphere.node.fhir;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the values of FHIR's primitive types look like (FHIR R4, datatypes). Every pattern is linear: no input makes it slow. */
final class Primitives {
    private static final Set<String> NUMBERS = Set.of("decimal", "integer", "positiveInt", "unsignedInt");
    private static final Set<String> FREE = Set.of("string", "markdown", "xhtml", "base64Binary", "boolean");
    /** "Strings SHALL NOT exceed 1MB (1024*1024 characters)". */
    private static final int LONGEST = 1 << 20;

    private static final Set<String> BULKY = Set.of("base64Binary", "xhtml");
    private static final String WHOLE = "(0|[1-9]\\d{0,17})";
    private static final String DATE = "\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?";
    private static final String DAY = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?";
    private static final String ZONE = "(Z|[+-]((0\\d|1[0-3]):[0-5]\\d|14:00))";

    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            Map.entry("date", Pattern.compile(DATE)),
            Map.entry("dateTime", Pattern.compile(DATE + "|" + DAY + "T" + TIME + ZONE)),
            Map.entry("instant", Pattern.compile(DAY + "T" + TIME + ZONE)),
            Map.entry("time", Pattern.compile(TIME)),
            Map.entry("id", Pattern.compile("[A-Za-z0-9\\-.]{1,64}")),
            Map.entry("code", Pattern.compile("\\S+( \\S+)*")),
            Map.entry("uri", Pattern.compile("\\S+")),
            Map.entry("url", Pattern.compile("\\S+")),
            Map.entry("canonical", Pattern.compile("\\S+")),
            Map.entry("oid", Pattern.compile("urn:oid:[0-2](\\.(0|[1-9]\\d*))+")),
            Map.entry("uuid", Pattern.compile("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
            Map.entry("decimal", Pattern.compile("-?" + WHOLE + "(\\.\\d{1,64})?([eE][+-]?\\d{1,2})?")),
            Map.entry("integer", Pattern.compile("-?(0|[1-9]\\d{0,9})")),
            Map.entry("unsignedInt", Pattern.compile("0|[1-9]\\d{0,9}")),
            Map.entry("positiveInt", Pattern.compile("[1-9]\\d{0,9}")));

    private Primitives() {}

    static boolean isPrimitive(String type) {
        return FREE.contains(type) || FORMS.containsKey(type);
    }

    static boolean isNumber(String type) {
        return NUMBERS.contains(type);
    }

    static boolean isValid(String type, String text) {
        if (text.isEmpty() || (text.length() > LONGEST && !BULKY.contains(type))) {
            return false;
        }
        var form = FORMS.get(type);
        return form == null || form.matcher(text).matches();
    }
}

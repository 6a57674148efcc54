package org.healthsphere.terminology.content;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.healthsphere.terminology.content.CodeSystem.Property;

/** What FHIR and SNOMED CT's release format call things: the few identifiers one must know to read and to ask SNOMED CT. */
public final class Snomed {
    public static final String SYSTEM = "http://snomed.info/sct";

    public static final String IS_A = "116680003";
    public static final String STATED = "900000000000010007";
    public static final String SUFFICIENT = "900000000000073002";
    public static final String FULLY_SPECIFIED_NAME = "900000000000003001";
    public static final String SYNONYM = "900000000000013009";
    public static final String PREFERRED = "900000000000548007";

    public static final String DEFINED = "sufficientlyDefined";
    public static final String MODULE = "moduleId";
    public static final String EFFECTIVE = "effectiveTime";
    /** The reference sets a concept is a member of. */
    public static final String MEMBER_OF = "memberOf";
    /** The attributes of one role group: its number and a colon, then each {@code type=value}, with commas between. */
    public static final String ROLE_GROUP = "roleGroup";

    /** Properties every edition has; the attributes of the concept model come to them. */
    public static final List<Property> PROPERTIES = List.of(
            new Property(DEFINED, SYSTEM + "#sufficientlyDefined", "boolean"),
            new Property(MODULE, SYSTEM + "#moduleId", "code"),
            new Property(EFFECTIVE, "", "string"),
            new Property(MEMBER_OF, "", "code"),
            new Property(ROLE_GROUP, "", "string"));

    private static final String US_ENGLISH = "900000000000509007";
    private static final String GB_ENGLISH = "900000000000508004";

    /** The language reference sets of the international edition: US English, then British English. */
    public static final List<String> DIALECTS = List.of(US_ENGLISH, GB_ENGLISH);

    private static final Map<String, String> TARGETS = Map.of(
            "447562003", "http://hl7.org/fhir/sid/icd-10",
            "6011000124106", "http://hl7.org/fhir/sid/icd-10-cm",
            "446608001", "http://terminology.hl7.org/CodeSystem/icd-o-3",
            "900000000000497000", "http://read.info/ctv3");
    private static final Map<String, String> CORRELATIONS = Map.of(
            "447557004", "equivalent",
            "447558009", "wider",
            "447559001", "narrower",
            "447560006", "inexact");
    private static final Map<String, String> ASSOCIATIONS = Map.of(
            "900000000000526001", "equivalent",
            "900000000000527005", "equivalent",
            "900000000000523009", "inexact");

    private static final int[][] VERHOEFF = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[][] TURNS = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
        {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
        {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
        {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
        {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
        {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
        {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
    };

    private Snomed() {}

    /** Whether it is 6 to 18 digits of which the last is the check digit by Verhoeff's scheme. */
    public static boolean isIdentifier(String id) {
        if (id.length() < 6 || id.length() > 18 || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        var check = 0;
        for (var i = 0; i < id.length(); i++) {
            check = VERHOEFF[check][TURNS[i % 8][id.charAt(id.length() - 1 - i) - '0']];
        }
        return check == 0;
    }

    /** A designation's use, as it is written in a code system. */
    public static String use(String concept) {
        return SYSTEM + "|" + concept;
    }

    /** The language tag of a term that a language reference set prefers. */
    public static String languageOf(String refset, String language) {
        return switch (refset) {
            case US_ENGLISH -> "en-US";
            case GB_ENGLISH -> "en-GB";
            default -> language;
        };
    }

    /** An attribute as it is written in a role group. */
    public static String grouped(String type, String value) {
        return type + "=" + value.replace("%", "%25").replace(",", "%2C");
    }

    /** The attributes of a role group, as they were before they were {@link #grouped}: type and value. */
    public static List<Map.Entry<String, String>> ungrouped(String group) {
        return Arrays.stream(group.substring(group.indexOf(':') + 1).split(",", -1))
                .map(pair -> pair.split("=", 2))
                .map(pair -> Map.entry(pair[0], pair[1].replace("%2C", ",").replace("%25", "%")))
                .toList();
    }

    /** The code system a map reference set leads to; a name of our own where FHIR has none. */
    public static String targetOf(String refset) {
        return TARGETS.getOrDefault(refset, "urn:snomed-map-target:" + refset);
    }

    /** What a map's correlation is in FHIR R4's ConceptMapEquivalence. */
    public static String equivalence(String correlation) {
        return CORRELATIONS.getOrDefault(correlation, "relatedto");
    }

    /** What an association of an inactive concept is in FHIR R4's ConceptMapEquivalence. */
    public static String association(String refset) {
        return ASSOCIATIONS.getOrDefault(refset, "relatedto");
    }
}

package org.healthsphere.federation.linkage;

import java.util.List;

/**
 * The combinations of attributes by which one person is recognised although hospitals write him down differently.
 *
 * <p>Each survives some error that the others do not: a typing error at the end of a name (its beginning), in the middle (its
 * sound, or all but one letter), names entered crosswise, day and month turned round, a wrong day or month, another family name, a move.
 */
public enum MatchKey {
    FULL_NAME_BIRTH(Part.GIVEN, Part.FAMILY, Part.BIRTH),
    CROSSED_NAME_BIRTH(Part.CROSSED_NAMES, Part.BIRTH),
    NEAR_BIRTH(Part.GIVEN_NEAR, Part.FAMILY_SOUND, Part.BIRTH),
    SOUND_BIRTH(Part.GIVEN_SOUND, Part.FAMILY_SOUND, Part.BIRTH),
    SOUND_TURNED_BIRTH(Part.GIVEN_SOUND, Part.FAMILY_SOUND, Part.TURNED_BIRTH),
    START_BIRTH(Part.GIVEN_START, Part.FAMILY_START, Part.BIRTH),
    NAME_YEAR_MONTH(Part.GIVEN, Part.FAMILY, Part.YEAR_MONTH),
    NAME_YEAR_DAY(Part.GIVEN, Part.FAMILY, Part.YEAR_DAY),
    GIVEN_BIRTH_POSTCODE(Part.GIVEN, Part.BIRTH, Part.POSTCODE),
    FAMILY_BIRTH_POSTCODE(Part.FAMILY_START, Part.BIRTH, Part.POSTCODE),
    GIVEN_BIRTH_CITY(Part.GIVEN, Part.BIRTH, Part.CITY),
    FAMILY_BIRTH_CITY(Part.FAMILY, Part.BIRTH, Part.CITY),
    GIVEN_BIRTH_STREET(Part.GIVEN_START, Part.BIRTH, Part.STREET, Part.HOUSE_NUMBER),
    FAMILY_BIRTH_STREET(Part.FAMILY_SOUND, Part.BIRTH, Part.STREET),
    SOUND_YEAR_POSTCODE(Part.GIVEN_SOUND, Part.FAMILY_SOUND, Part.YEAR, Part.POSTCODE),
    START_YEAR_STREET(Part.GIVEN_START, Part.FAMILY_START, Part.YEAR, Part.STREET, Part.HOUSE_NUMBER),
    NEAR_YEAR_PHONE(Part.GIVEN_NEAR, Part.YEAR, Part.PHONE),
    GIVEN_BIRTH_PHONE(Part.GIVEN_START, Part.BIRTH, Part.PHONE),
    SOUND_YEAR_PHONE(Part.GIVEN_SOUND, Part.FAMILY_SOUND, Part.YEAR, Part.PHONE),
    FAMILY_YEAR_PHONE(Part.FAMILY, Part.YEAR, Part.PHONE),
    NATIONAL_ID_BIRTH(Part.NATIONAL_ID, Part.BIRTH),
    NATIONAL_ID_GIVEN(Part.NATIONAL_ID, Part.GIVEN_START),
    OTHER_ID_BIRTH(Part.OTHER_ID, Part.BIRTH),
    OTHER_ID_GIVEN(Part.OTHER_ID, Part.GIVEN_START);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, which nobody can change
    private final List<Part> parts;

    MatchKey(Part... parts) {
        this.parts = List.of(parts);
    }

    List<Part> parts() {
        return parts;
    }
}

package org.healthsphere.federation.linkage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A building block of a key: what a record says of a person in one respect. */
enum Part {
    GIVEN,
    GIVEN_NEAR,
    GIVEN_SOUND,
    GIVEN_START,
    FAMILY,
    FAMILY_SOUND,
    FAMILY_START,
    CROSSED_NAMES,
    BIRTH,
    TURNED_BIRTH,
    YEAR,
    YEAR_MONTH,
    YEAR_DAY,
    POSTCODE,
    CITY,
    STREET,
    HOUSE_NUMBER,
    PHONE,
    NATIONAL_ID,
    OTHER_ID;

    private static final Map<Part, Map<Attribute, Double>> EVIDENCE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(part -> part, Part::worth));

    /** What the form says here, in each spelling that counts as the same; nothing when it says nothing. */
    List<String> of(Form form) {
        var said = switch (this) {
            case GIVEN_NEAR -> form.exactNames() ? List.of(form.given()) : Normal.near(form.given());
            case GIVEN, GIVEN_SOUND, GIVEN_START, FAMILY, FAMILY_SOUND, FAMILY_START, CROSSED_NAMES ->
                List.of(name(form));
            case BIRTH, TURNED_BIRTH, YEAR, YEAR_MONTH, YEAR_DAY -> List.of(birth(form));
            case POSTCODE -> List.of(form.address().postalCode());
            case CITY -> List.of(form.address().city());
            case STREET -> List.of(Normal.street(form.address().line()));
            case HOUSE_NUMBER -> List.of(Normal.houseNumber(form.address().line()));
            case PHONE -> List.of(form.phone());
            case NATIONAL_ID -> List.of(form.identifier(true));
            case OTHER_ID -> List.of(form.identifier(false));
        };
        return said.stream().filter(value -> !value.isEmpty()).toList();
    }

    private String name(Form form) {
        var family = form.name().family();
        return switch (this) {
            case GIVEN -> form.given();
            case GIVEN_SOUND -> form.roughly(Soundex::of);
            case GIVEN_START -> form.roughly(Normal::start);
            case FAMILY -> family;
            case FAMILY_SOUND -> Soundex.of(family);
            case FAMILY_START -> Normal.start(family);
            case CROSSED_NAMES -> Normal.sorted(form.given(), family);
            default -> throw new IllegalStateException(this + " is not said by a name");
        };
    }

    private String birth(Form form) {
        return switch (this) {
            case BIRTH -> form.birth(BirthDate::whole);
            case TURNED_BIRTH -> form.birth(BirthDate::turned);
            case YEAR -> form.birth(BirthDate::year);
            case YEAR_MONTH -> form.birth(BirthDate::yearMonth);
            case YEAR_DAY -> form.birth(BirthDate::yearDay);
            default -> throw new IllegalStateException(this + " is not said by a date of birth");
        };
    }

    /** The bits that agreement is worth, for each attribute, as long as nothing is known of how common the value is. */
    Map<Attribute, Double> evidence() {
        return Objects.requireNonNull(EVIDENCE.get(this));
    }

    private Map<Attribute, Double> worth() {
        return switch (this) {
            case GIVEN -> Map.of(Attribute.GIVEN, 8.0);
            case GIVEN_NEAR -> Map.of(Attribute.GIVEN, 7.0);
            case GIVEN_SOUND, GIVEN_START -> Map.of(Attribute.GIVEN, 6.0);
            case FAMILY -> Map.of(Attribute.FAMILY, 10.0);
            case FAMILY_SOUND, FAMILY_START -> Map.of(Attribute.FAMILY, 7.0);
            case CROSSED_NAMES -> Map.of(Attribute.GIVEN, 7.0, Attribute.FAMILY, 9.0);
            case BIRTH -> Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.5, Attribute.DAY, 5.0);
            case TURNED_BIRTH -> Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.0, Attribute.DAY, 4.5);
            case YEAR -> Map.of(Attribute.YEAR, 6.0);
            case YEAR_MONTH -> Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.5);
            case YEAR_DAY -> Map.of(Attribute.YEAR, 6.0, Attribute.DAY, 5.0);
            case POSTCODE -> Map.of(Attribute.POSTCODE, 10.0);
            case CITY -> Map.of(Attribute.CITY, 5.0);
            case STREET -> Map.of(Attribute.STREET, 10.0);
            case HOUSE_NUMBER -> Map.of(Attribute.HOUSE_NUMBER, 5.0);
            case PHONE -> Map.of(Attribute.PHONE, 18.0);
            case NATIONAL_ID -> Map.of(Attribute.NATIONAL_ID, 25.0);
            case OTHER_ID -> Map.of(Attribute.OTHER_ID, 20.0);
        };
    }

    double bits() {
        return evidence().values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

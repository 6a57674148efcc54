package org.healthsphere.federation.linkage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.linkage.Demographics.Name;

/** A description in one text: a million of them fit into memory. */
record Packed(String text) {
    private static final char FIELD = '\u001e';
    private static final char VALUE = '\u001d';
    private static final char PART = '\u001f';

    static Packed of(Described person) {
        return new Packed(String.join(
                String.valueOf(FIELD),
                values(person.names().stream().map(name -> name.given() + PART + name.family())),
                person.birth(),
                person.gender().name(),
                values(person.places().stream()
                        .map(place -> place.street()
                                + PART
                                + place.number()
                                + PART
                                + place.city()
                                + PART
                                + place.postcode())),
                values(person.phones().stream()),
                values(person.nationalIds().stream())));
    }

    private static String values(Stream<String> values) {
        return values.collect(Collectors.joining(String.valueOf(VALUE)));
    }

    Described described() {
        var fields = split(text, FIELD);
        return new Described(
                each(fields.get(0)).map(Packed::name).toList(),
                fields.get(1),
                AdministrativeGender.valueOf(fields.get(2)),
                each(fields.get(3)).map(Packed::place).toList(),
                each(fields.get(4)).toList(),
                each(fields.get(5)).toList());
    }

    private static Name name(String text) {
        var parts = split(text, PART);
        return new Name(parts.get(0), parts.get(1));
    }

    private static Described.Place place(String text) {
        var parts = split(text, PART);
        return new Described.Place(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    private static Stream<String> each(String values) {
        return values.isEmpty() ? Stream.of() : split(values, VALUE).stream();
    }

    private static List<String> split(String text, char at) {
        return Arrays.asList(text.split(String.valueOf(at), -1));
    }

    /** Never who it is: this lands in logs. */
    @Override
    public String toString() {
        return "Packed[REDACTED]";
    }
}

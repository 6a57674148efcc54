package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Name;

/**
 * People who do not exist, as unevenly spread as people are: a few names are borne by many, and households share all but a given
 * name, with twins, and sons named after their fathers among them.
 */
final class People {
    private static final String[] SYLLABLES = {
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu", "bran", "chel", "dor", "fing", "gert", "holm", "jard", "kand", "lund", "mert", "norv", "pold",
        "quen", "rost"
    };
    private static final int GIVEN_NAMES = 400;
    private static final int FAMILY_NAMES = 3000;
    private static final int STREETS = 900;
    private static final int POSTCODES = 60;

    private final RandomGenerator random;

    People(RandomGenerator random) {
        this.random = random;
    }

    /** So many people, in households. */
    List<Demographics> population(int size) {
        var people = new ArrayList<Demographics>();
        while (people.size() < size) {
            people.addAll(household());
        }
        return people.subList(0, size);
    }

    private List<Demographics> household() {
        var family = word(zipf(FAMILY_NAMES), "n");
        var place = random.nextInt(STREETS);
        var address = new Address(
                (1 + random.nextInt(120)) + " " + word(place, "w") + " Street",
                word(place % 20, "ton"),
                String.valueOf(10000 + place % POSTCODES));
        var phone = "555" + (1000000 + random.nextInt(9000000));
        var father = person(new Name(given(), family), birth(1940, 30), AdministrativeGender.MALE, address, phone);
        var mother = person(new Name(given(), family), birth(1942, 30), AdministrativeGender.FEMALE, address, phone);
        var members = new ArrayList<>(List.of(father, mother));
        // A son of the same name, and twins: whom nothing but the date of birth, or the given name, tells apart.
        members.add(person(father.names().getFirst(), birth(1970, 30), AdministrativeGender.MALE, address, phone));
        if (random.nextInt(3) == 0) {
            var day = birth(1972, 30);
            Stream.generate(this::given)
                    .distinct()
                    .limit(2)
                    .forEach(given -> members.add(
                            person(new Name(given, family), day, AdministrativeGender.FEMALE, address, phone)));
        }
        return members;
    }

    private static Demographics person(
            Name name, String birth, AdministrativeGender gender, Address address, String phone) {
        return new Demographics(
                List.of(name), Optional.of(birth), gender, List.of(address), List.of(phone), List.of(), false);
    }

    Demographics typo(Demographics p) {
        var name = p.names().getFirst();
        var changed = random.nextBoolean()
                ? new Name(mistyped(name.given()), name.family())
                : new Name(name.given(), mistyped(name.family()));
        return with(p, List.of(changed), p.birthDate(), p.addresses(), p.phones());
    }

    Demographics turnedBirth(Demographics p) {
        var parts = p.birthDate().orElseThrow().split("-", -1);
        return with(p, p.names(), Optional.of(parts[0] + "-" + parts[2] + "-" + parts[1]), p.addresses(), p.phones());
    }

    /** One hospital has the name before the marriage only, the other the one after it only. */
    Demographics married(Demographics p) {
        var name = new Name(p.names().getFirst().given(), word(random.nextInt(FAMILY_NAMES), "n"));
        return with(p, List.of(name), p.birthDate(), p.addresses(), p.phones());
    }

    Demographics moved(Demographics p) {
        var place = random.nextInt(STREETS);
        var address = new Address(
                (1 + random.nextInt(120)) + " " + word(place, "w") + " Street",
                word(place % 20, "ton"),
                String.valueOf(10000 + place % POSTCODES));
        return with(p, p.names(), p.birthDate(), List.of(address), p.phones());
    }

    /** Moved, with another phone: nothing is left but name and date of birth. */
    Demographics movedFar(Demographics p) {
        return with(moved(p), p.names(), p.birthDate(), moved(p).addresses(), List.of("555" + random.nextInt(1000000)));
    }

    private static Demographics with(
            Demographics p, List<Name> names, Optional<String> birth, List<Address> addresses, List<String> phones) {
        return new Demographics(names, birth, p.gender(), addresses, phones, p.identifiers(), p.multipleBirth());
    }

    private String mistyped(String word) {
        var at = 1 + random.nextInt(word.length() - 1);
        var letter = (char) ('a' + random.nextInt(26));
        return switch (random.nextInt(4)) {
            case 0 -> word.substring(0, at) + letter + word.substring(at);
            case 1 -> word.substring(0, at) + word.substring(at + 1);
            case 2 -> word.substring(0, at) + letter + word.substring(at + 1);
            default -> word.substring(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.substring(at + 1);
        };
    }

    private String given() {
        return word(zipf(GIVEN_NAMES), "a");
    }

    /** The rank is drawn so that the n-th name is about n times rarer than the first. */
    private int zipf(int names) {
        return (int) Math.pow(names, random.nextDouble()) - 1;
    }

    private String birth(int from, int years) {
        return "%04d-%02d-%02d".formatted(from + random.nextInt(years), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    /** The n-th word of a made-up language: different for each number. */
    private static String word(int number, String end) {
        var n = SYLLABLES.length;
        // 7919 has no factor in common with the number of words: neighbours in rank do not resemble each other.
        var mixed = (int) (number * 7919L % ((long) n * n * n));
        return SYLLABLES[mixed % n] + SYLLABLES[mixed / n % n] + SYLLABLES[mixed / n / n] + end;
    }
}

package org.healthsphere.federation.linkage;

import java.util.List;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;

/**
 * Somebody as he is compared, field by field: all in one spelling, empty where nothing is known.
 *
 * @param birth eight digits; empty when the day is not known
 */
record Described(
        List<Name> names,
        String birth,
        AdministrativeGender gender,
        List<Place> places,
        List<String> phones,
        List<String> nationalIds) {
    private static final int OF_EACH = 4;

    Described {
        names = List.copyOf(names);
        places = List.copyOf(places);
        phones = List.copyOf(phones);
        nationalIds = List.copyOf(nationalIds);
    }

    /** Where he lives or lived. */
    record Place(String street, String number, String city, String postcode) {
        static Place of(Address written) {
            var address = Normal.address(written);
            return new Place(
                    Normal.street(address.line()),
                    Normal.houseNumber(address.line()),
                    address.city(),
                    address.postalCode());
        }

        boolean isUnknown() {
            return street.isEmpty() && city.isEmpty() && postcode.isEmpty();
        }

        @Override
        public String toString() {
            return "Place[REDACTED]";
        }
    }

    static Described of(Demographics person) {
        return new Described(
                person.names().stream()
                        .flatMap(name -> Normal.names(name).stream())
                        .distinct()
                        .limit(OF_EACH)
                        .toList(),
                person.birthDate()
                        .flatMap(BirthDate::parse)
                        .map(BirthDate::whole)
                        .orElse(""),
                person.gender(),
                person.addresses().stream()
                        .map(Place::of)
                        .distinct()
                        .limit(OF_EACH)
                        .toList(),
                known(person.phones().stream().map(Normal::phone).toList()),
                known(person.identifiers().stream()
                        .filter(Identifier::national)
                        .map(identifier -> Normal.identifier(identifier).value())
                        .toList()));
    }

    private static List<String> known(List<String> values) {
        return values.stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .limit(OF_EACH)
                .toList();
    }

    /** Never who it is: this lands in logs. */
    @Override
    public String toString() {
        return "Described[REDACTED]";
    }
}

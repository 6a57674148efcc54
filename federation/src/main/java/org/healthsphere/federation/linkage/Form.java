package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;

/** One of the ways to write a patient down, normalised: one of his names, one of his addresses, one of his numbers. */
record Form(
        Name name, Optional<BirthDate> birth, Address address, String phone, Identifier identifier, boolean exactNames) {
    /** More names, addresses or numbers than this make work and no difference. */
    private static final int OF_EACH = 4;

    private static final Name NO_NAME = new Name("", "");
    private static final Address NO_ADDRESS = new Address("", "", "");
    private static final Identifier NO_IDENTIFIER = new Identifier("", "", false);

    /** Every name with every address, then every phone, then every identifier. */
    static List<Form> of(Demographics person) {
        var birth = person.birthDate().flatMap(BirthDate::parse);
        var exact = person.multipleBirth();
        var names = first(person.names().stream().flatMap(name -> Normal.names(name).stream()).distinct().toList(), NO_NAME);
        var addresses = first(person.addresses().stream().map(Normal::address).distinct().toList(), NO_ADDRESS);
        var forms = new ArrayList<Form>();
        for (var name : names) {
            addresses.forEach(a -> forms.add(new Form(name, birth, a, "", NO_IDENTIFIER, exact)));
            first(person.phones().stream().map(Normal::phone).distinct().toList(), "")
                    .forEach(p -> forms.add(new Form(name, birth, NO_ADDRESS, p, NO_IDENTIFIER, exact)));
            first(person.identifiers().stream().map(Normal::identifier).distinct().toList(), NO_IDENTIFIER)
                    .forEach(i -> forms.add(new Form(name, birth, NO_ADDRESS, "", i, exact)));
        }
        return forms;
    }

    private static <T> List<T> first(List<T> found, T none) {
        return found.isEmpty() ? List.of(none) : found.subList(0, Math.min(found.size(), OF_EACH));
    }

    /** What it says in each part. */
    Map<Part, List<String>> said() {
        var said = new EnumMap<Part, List<String>>(Part.class);
        for (var part : Part.values()) {
            said.put(part, part.of(this));
        }
        return said;
    }

    private String given() {
        return name.given();
    }

    private String birth(Function<BirthDate, String> part) {
        return birth.map(part).orElse("");
    }

    private String unlessExact(Function<String, String> rough) {
        return exactNames ? given() : rough.apply(given());
    }

    /** A building block of a key. The bits are what agreement is worth when nothing is known of how common a value is. */
    enum Part {
        GIVEN(one(Form::given), Map.of(Attribute.GIVEN, 8.0)),
        GIVEN_NEAR(form -> form.exactNames ? List.of(form.given()) : Normal.near(form.given()), Map.of(Attribute.GIVEN, 7.0)),
        GIVEN_SOUND(one(form -> form.unlessExact(Soundex::of)), Map.of(Attribute.GIVEN, 6.0)),
        GIVEN_START(one(form -> form.unlessExact(Normal::start)), Map.of(Attribute.GIVEN, 6.0)),
        FAMILY(one(form -> form.name.family()), Map.of(Attribute.FAMILY, 10.0)),
        FAMILY_SOUND(one(form -> Soundex.of(form.name.family())), Map.of(Attribute.FAMILY, 7.0)),
        FAMILY_START(one(form -> Normal.start(form.name.family())), Map.of(Attribute.FAMILY, 7.0)),
        CROSSED_NAMES(
                one(form -> Normal.sorted(form.given(), form.name.family())),
                Map.of(Attribute.GIVEN, 7.0, Attribute.FAMILY, 9.0)),
        BIRTH(
                one(form -> form.birth(BirthDate::whole)),
                Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.5, Attribute.DAY, 5.0)),
        TURNED_BIRTH(
                one(form -> form.birth(BirthDate::turned)),
                Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.0, Attribute.DAY, 4.5)),
        YEAR(one(form -> form.birth(BirthDate::year)), Map.of(Attribute.YEAR, 6.0)),
        YEAR_MONTH(one(form -> form.birth(BirthDate::yearMonth)), Map.of(Attribute.YEAR, 6.0, Attribute.MONTH, 3.5)),
        YEAR_DAY(one(form -> form.birth(BirthDate::yearDay)), Map.of(Attribute.YEAR, 6.0, Attribute.DAY, 5.0)),
        POSTCODE(one(form -> form.address.postalCode()), Map.of(Attribute.POSTCODE, 10.0)),
        CITY(one(form -> form.address.city()), Map.of(Attribute.CITY, 5.0)),
        STREET(one(form -> Normal.street(form.address.line())), Map.of(Attribute.STREET, 10.0)),
        HOUSE_NUMBER(one(form -> Normal.houseNumber(form.address.line())), Map.of(Attribute.HOUSE_NUMBER, 5.0)),
        PHONE(one(Form::phone), Map.of(Attribute.PHONE, 18.0)),
        NATIONAL_ID(one(form -> form.identifier(true)), Map.of(Attribute.NATIONAL_ID, 25.0)),
        OTHER_ID(one(form -> form.identifier(false)), Map.of(Attribute.OTHER_ID, 20.0));

        private final Function<Form, List<String>> values;
        private final Map<Attribute, Double> evidence;

        Part(Function<Form, List<String>> values, Map<Attribute, Double> evidence) {
            this.values = values;
            this.evidence = evidence;
        }

        private static Function<Form, List<String>> one(Function<Form, String> value) {
            return form -> List.of(value.apply(form));
        }

        /** What the form says here, in each spelling that counts as the same; nothing when it says nothing. */
        private List<String> of(Form form) {
            return values.apply(form).stream().filter(value -> !value.isEmpty()).toList();
        }

        Map<Attribute, Double> evidence() {
            return evidence;
        }

        double bits() {
            return evidence.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    private String identifier(boolean national) {
        return identifier.value().isEmpty() || identifier.national() != national
                ? ""
                : identifier.system() + "|" + identifier.value();
    }

    @Override
    public String toString() {
        return "Form[REDACTED]";
    }
}

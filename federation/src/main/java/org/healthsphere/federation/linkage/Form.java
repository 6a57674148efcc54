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
        Name name,
        Optional<BirthDate> birth,
        Address address,
        String phone,
        Identifier identifier,
        boolean exactNames) {
    /** More names, addresses or numbers than this make work and no difference. */
    private static final int OF_EACH = 4;

    private static final Name NO_NAME = new Name("", "");
    private static final Address NO_ADDRESS = new Address("", "", "");
    private static final Identifier NO_IDENTIFIER = new Identifier("", "", false);

    /** Every name with every address, then every phone, then every identifier. */
    static List<Form> of(Demographics person) {
        var birth = person.birthDate().flatMap(BirthDate::parse);
        var exact = person.multipleBirth();
        var names = first(
                person.names().stream()
                        .flatMap(name -> Normal.names(name).stream())
                        .distinct()
                        .toList(),
                NO_NAME);
        var addresses = first(
                person.addresses().stream().map(Normal::address).distinct().toList(), NO_ADDRESS);
        var forms = new ArrayList<Form>();
        for (var name : names) {
            addresses.forEach(a -> forms.add(new Form(name, birth, a, "", NO_IDENTIFIER, exact)));
            first(person.phones().stream().map(Normal::phone).distinct().toList(), "")
                    .forEach(p -> forms.add(new Form(name, birth, NO_ADDRESS, p, NO_IDENTIFIER, exact)));
            first(
                            person.identifiers().stream()
                                    .map(Normal::identifier)
                                    .distinct()
                                    .toList(),
                            NO_IDENTIFIER)
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

    String given() {
        return name.given();
    }

    String birth(Function<BirthDate, String> part) {
        return birth.map(part).orElse("");
    }

    /** Roughly, unless there may be a twin with much the same name. */
    String roughly(Function<String, String> rough) {
        return exactNames ? given() : rough.apply(given());
    }

    /** The identifier, if it is of this kind. */
    String identifier(boolean national) {
        return identifier.value().isEmpty() || identifier.national() != national
                ? ""
                : identifier.system() + "|" + identifier.value();
    }

    @Override
    public String toString() {
        return "Form[REDACTED]";
    }
}

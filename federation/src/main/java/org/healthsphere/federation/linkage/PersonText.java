package org.healthsphere.federation.linkage;

import java.util.Optional;

/**
 * Who somebody is, in one text that is the same at every hospital that has written him down alike: his names, the day of his birth and his
 * administrative gender, normalised. It is for equality behind a keyed function only, since who reads it knows him.
 */
public final class PersonText {
    private static final String BETWEEN = "\u001f";

    private PersonText() {}

    /** Nothing when there is no name or no whole date of birth. Of several names the first in the alphabet counts. */
    public static Optional<String> of(Demographics person) {
        return Form.of(person).stream()
                .flatMap(form -> of(form).stream())
                .sorted()
                .findFirst()
                .map(text -> text + BETWEEN + person.gender().name());
    }

    private static Optional<String> of(Form form) {
        var birth = form.birth(BirthDate::whole);
        return form.given().isEmpty() || form.name().family().isEmpty() || birth.isEmpty()
                ? Optional.empty()
                : Optional.of(form.name().family() + BETWEEN + form.given() + BETWEEN + birth);
    }
}

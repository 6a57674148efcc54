package org.healthsphere.terminology.grammar;

import java.util.List;
import java.util.Optional;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Value;

/**
 * A code system whose codes are made by rules, without end: a code can be judged and told, but they cannot be listed.
 *
 * <p>Every text is judged in bounded time, whoever sends it.
 */
public interface Grammar {
    Canonical id();

    String title();

    /** The URL that FHIR gives to the value set of all its codes. */
    String valueSet();

    /** What {@link Meaning#values} may tell of a code. */
    List<Property> properties();

    /** What the code means; empty when it is none. */
    Optional<Meaning> read(String code);

    /**
     * A code that follows the rules.
     *
     * @param code as it is spelled by the rules, which may be another case than it was given in
     * @param inactive whether another code should be used in its place
     * @param otherNames that will do as well
     */
    record Meaning(String code, String display, boolean inactive, List<String> otherNames, List<Value> values) {
        public Meaning {
            otherNames = List.copyOf(otherNames);
            values = List.copyOf(values);
        }
    }
}

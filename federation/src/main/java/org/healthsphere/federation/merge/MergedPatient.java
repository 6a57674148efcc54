package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who the patient is, by what each member says of him.
 *
 * @param elements of FHIR's Patient, for instance {@code name}: its values, the one most members state first
 */
public record MergedPatient(SortedMap<String, List<Stated>> elements, List<Source> sources) {
    /** A Patient has one of each of these, and any number of the others. */
    private static final Set<String> SINGLE = Set.of("birthDate", "gender", "deceasedBoolean", "deceasedDateTime");

    public MergedPatient {
        var copy = new TreeMap<String, List<Stated>>();
        elements.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        elements = Collections.unmodifiableSortedMap(copy);
        sources = List.copyOf(sources);
    }

    /** Where two members cannot both be right. */
    public List<Conflict> conflicts() {
        return elements.entrySet().stream()
                .filter(element ->
                        SINGLE.contains(element.getKey()) && element.getValue().size() > 1)
                .map(element -> new Conflict(element.getKey(), element.getValue()))
                .toList();
    }

    /** A Patient of all that is stated; of what there can be one of, what most state. */
    public ObjectNode resource() {
        var patient = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
        for (Map.Entry<String, List<Stated>> element : elements.entrySet()) {
            if (SINGLE.contains(element.getKey())) {
                patient.set(
                        element.getKey(), element.getValue().getFirst().value().deepCopy());
            } else {
                var values = patient.putArray(element.getKey());
                element.getValue().forEach(stated -> values.add(stated.value().deepCopy()));
            }
        }
        return patient;
    }

    /** Never who it is: this lands in logs. */
    @Override
    public String toString() {
        return "MergedPatient" + sources;
    }
}

package org.healthsphere.node.store;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;

/** Whom a search names as the patient it is about, whether there is such a patient or not. */
public final class NamedPatient {
    private static final String PATIENT = "Patient";
    private static final Set<String> NAMES = Set.of("patient", "subject", "_compartment");

    private NamedPatient() {}

    /** The first whom it names alone. */
    public static Optional<String> of(Query query) {
        return query.criteria().stream()
                .filter(criterion -> criterion.anyOf().size() == 1 && isPatient(query.type(), criterion))
                .flatMap(criterion -> id(criterion.anyOf().getFirst()).stream())
                .findFirst();
    }

    private static boolean isPatient(String type, Criterion criterion) {
        var named = NAMES.contains(criterion.name())
                || (type.equals(PATIENT) && criterion.name().equals("_id"));
        return named && (criterion.modifier().isEmpty() || criterion.modifier().equals(PATIENT));
    }

    private static Optional<String> id(String value) {
        return ResourceId.parse(value)
                .filter(reference -> reference.type().equals(PATIENT))
                .map(ResourceId::id)
                .or(() -> Optional.of(value).filter(ResourceId::isId));
    }
}

package org.healthsphere.node.fhir.bulk;

import java.util.Optional;
import java.util.regex.Pattern;

/** Of whom an export is. */
public sealed interface Extent {
    /** All there is, in records and outside of them. */
    record Everything() implements Extent {}

    /** The records of all patients. */
    record AllPatients() implements Extent {}

    /** The records of the patients who are members of a Group. */
    record OfGroup(String id) implements Extent {}

    /** The operation below the base, as it is called over the wire. */
    default String path() {
        return switch (this) {
            case Everything _ -> "$export";
            case AllPatients _ -> "Patient/$export";
            case OfGroup(var id) -> "Group/" + id + "/$export";
        };
    }

    /** Reads what {@link #path} wrote. */
    static Optional<Extent> of(String path) {
        var group = Pattern.compile("Group/([A-Za-z0-9\\-.]{1,64})/\\$export").matcher(path);
        if (group.matches()) {
            return Optional.of(new OfGroup(group.group(1)));
        }
        return switch (path) {
            case "$export" -> Optional.of(new Everything());
            case "Patient/$export" -> Optional.of(new AllPatients());
            default -> Optional.empty();
        };
    }
}

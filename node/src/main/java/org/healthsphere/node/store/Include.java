package org.healthsphere.node.store;

import java.util.Optional;

/**
 * What is wanted besides the matches of a search (FHIR R4, search, 3.1.1.5.4).
 *
 * @param reverse whether what points to the matches is wanted, instead of what they point to
 * @param type of the resource that points
 * @param parameter the search parameter by which it points; {@link #ANY} for all
 * @param target of this type only
 * @param iterate whether it is also applied to what is included
 */
public record Include(boolean reverse, String type, String parameter, Optional<String> target, boolean iterate) {
    /** Every reference, of every type. */
    public static final String ANY = "*";

    /** As it stands in a URL: {@code Observation:subject:Patient}; empty when it is none. */
    public static Optional<Include> of(boolean reverse, String value, boolean iterate) {
        var parts = value.split(":", -1);
        if (value.equals(ANY) && !reverse) {
            return Optional.of(new Include(false, ANY, ANY, Optional.empty(), iterate));
        }
        return parts.length < 2 || parts.length > 3 || value.contains("::") || value.endsWith(":")
                ? Optional.empty()
                : Optional.of(new Include(
                        reverse,
                        parts[0],
                        parts[1],
                        parts.length == 3 ? Optional.of(parts[2]) : Optional.empty(),
                        iterate));
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return type.equals(ANY)
                ? ANY
                : type + ":" + parameter + target.map(t -> ":" + t).orElse("");
    }
}

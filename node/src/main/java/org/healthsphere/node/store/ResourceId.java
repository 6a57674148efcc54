package org.healthsphere.node.store;

import java.util.regex.Pattern;

/** The type and logical id of a FHIR resource. */
public record ResourceId(String type, String id) implements Comparable<ResourceId> {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    public ResourceId {
        if (!TYPE.matcher(type).matches() || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a resource type and id (FHIR R4, id: [A-Za-z0-9\\-\\.]{1,64})");
        }
    }

    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    @Override
    public int compareTo(ResourceId other) {
        var byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }

    /** The relative reference. */
    @Override
    public String toString() {
        return type + "/" + id;
    }
}

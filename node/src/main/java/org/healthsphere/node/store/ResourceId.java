package org.healthsphere.node.store;

import java.util.Optional;

/** The type and logical id of a FHIR resource. */
public record ResourceId(String type, String id) implements Comparable<ResourceId> {
    private static final int LONGEST = 64;

    public ResourceId {
        if (!isType(type) || !isId(id)) {
            throw new IllegalArgumentException("not a resource type and id (FHIR R4, id: [A-Za-z0-9\\-\\.]{1,64})");
        }
    }

    /** What a relative reference names, whatever version it asks for. */
    public static Optional<ResourceId> parse(String reference) {
        var parts = reference.split("/", -1);
        var form = parts.length == 2 || (parts.length == 4 && parts[2].equals("_history"));
        return form && isType(parts[0]) && isId(parts[1])
                ? Optional.of(new ResourceId(parts[0], parts[1]))
                : Optional.empty();
    }

    public static boolean isId(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (var i = 0; i < id.length(); i++) {
            var c = id.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isType(String type) {
        if (type.length() <= 1 || type.length() > LONGEST || !isUpper(type.charAt(0))) {
            return false;
        }
        for (var i = 1; i < type.length(); i++) {
            if (!isUpper(type.charAt(i)) && !isLower(type.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(int c) {
        return isUpper(c) || isLower(c) || (c >= '0' && c <= '9');
    }

    private static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
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

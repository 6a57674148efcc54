package org.healthsphere.compose.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A patient of a client, as the node has acknowledged him: the present state of his observations. */
final class Person {
    final String id;

    /** By id. */
    final Map<String, Seen> observations = new TreeMap<>();

    private int made;

    Person(String id) {
        this.id = id;
    }

    /**
     * An observation in its present version.
     *
     * @param value that distinguishes this version from the others
     * @param kind which of the few codes it has
     */
    record Seen(int version, long value, int kind, boolean deleted) {
        Seen next(long other) {
            return new Seen(version + 1, other, kind, false);
        }

        Seen gone() {
            return new Seen(version + 1, value, kind, true);
        }

        String code() {
            return "load-" + kind;
        }
    }

    String nextId() {
        return id + "-" + made++;
    }

    /** Those that are there. */
    List<String> there() {
        var ids = new ArrayList<String>();
        observations.forEach((name, seen) -> {
            if (!seen.deleted()) {
                ids.add(name);
            }
        });
        return ids;
    }

    /** Those that are there and have this code. */
    List<String> thereWith(String code) {
        return there().stream().filter(name -> seen(name).code().equals(code)).toList();
    }

    /** One of those that were written, there or not. */
    Seen seen(String name) {
        var seen = observations.get(name);
        if (seen == null) {
            throw new IllegalArgumentException(name);
        }
        return seen;
    }

    String json() {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"name\":[{\"family\":\"Load\"}],"
                + "\"identifier\":[{\"system\":\"urn:load\",\"value\":\"" + id + "\"}]}";
    }

    String json(String name, Seen seen) {
        return "{\"resourceType\":\"Observation\",\"id\":\"" + name + "\",\"status\":\"final\",\"code\":{\"coding\":"
                + "[{\"system\":\"urn:load:codes\",\"code\":\"" + seen.code()
                + "\"}]},\"subject\":{\"reference\":\"Patient/"
                + id + "\"},\"effectiveDateTime\":\"2026-01-01\",\"valueQuantity\":{\"value\":" + seen.value() + "}}";
    }
}

package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document that has passed the check: a resource, and when it is a Bundle its entries.
 *
 * @param strings of a Bundle: its type
 */
record Incoming(Draft resource, Map<String, String> strings, List<Entry> entries) {
    Incoming {
        strings = Map.copyOf(strings);
        entries = List.copyOf(entries);
    }

    /**
     * An entry of a Bundle.
     *
     * @param at where it stands, {@code Bundle.entry[3]}
     * @param strings the strings of the entry ({@code fullUrl}) and of its request ({@code method}, {@code url}, ...)
     */
    record Entry(String at, Map<String, String> strings, Optional<Draft> resource) {
        Entry {
            strings = Map.copyOf(strings);
        }

        Optional<String> string(String name) {
            return Optional.ofNullable(strings.get(name));
        }
    }
}

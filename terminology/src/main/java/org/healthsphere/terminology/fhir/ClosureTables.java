package org.healthsphere.terminology.fhir;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The closure tables of clients, by the names they have given them; those that were not used for long make room for others. They
 * do not outlive the process: a client whose table is gone is told so, and begins anew.
 */
final class ClosureTables {
    private static final int MOST = 256;

    private final Map<String, ClosureTable> tables = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClosureTable> eldest) {
            return size() > MOST;
        }
    };

    /** An empty table of the name, whatever was there before. */
    synchronized ClosureTable begin(String name) {
        var table = new ClosureTable();
        tables.put(name, table);
        return table;
    }

    /** Works on the table of the name, alone. */
    <T> T with(String name, Function<Optional<ClosureTable>, T> work) {
        var table = find(name);
        if (table.isEmpty()) {
            return work.apply(table);
        }
        synchronized (table.orElseThrow()) {
            return work.apply(table);
        }
    }

    private synchronized Optional<ClosureTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }
}

package org.healthsphere.node.research;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The columns at one moment.
 *
 * @param rows in the order of the patients' ids, so that a table of them is the same after a restart
 * @param change the newest change of the store that changed anything in here
 */
record ColumnSnapshot(SortedMap<String, PatientRow> rows, List<RecordKind> kinds, List<String> units, long change) {
    ColumnSnapshot {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        kinds = List.copyOf(kinds);
        units = List.copyOf(units);
    }
}

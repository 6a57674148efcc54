package org.healthsphere.node.research;

import java.util.List;
import java.util.Map;

/**
 * The columns at one moment.
 *
 * @param change the newest change of the store that changed anything in here
 */
record ColumnSnapshot(Map<String, PatientRow> rows, List<RecordKind> kinds, List<String> units, long change) {
    ColumnSnapshot {
        rows = Map.copyOf(rows);
        kinds = List.copyOf(kinds);
        units = List.copyOf(units);
    }
}

package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Set;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Sensitivity;

/**
 * What a hospital that treats the patient sees now and would see then.
 *
 * @param hides what of the record the terms keep back, where there is any of it
 */
public record Preview(List<Row> rows, Set<Sensitivity> hides) {
    public Preview {
        rows = List.copyOf(rows);
        hides = Set.copyOf(hides);
    }

    /** How many entries of one kind. */
    public record Row(Category category, int now, int then) {
        public int change() {
            return then - now;
        }
    }

    public boolean changesNothing() {
        return rows.stream().allMatch(row -> row.change() == 0);
    }
}

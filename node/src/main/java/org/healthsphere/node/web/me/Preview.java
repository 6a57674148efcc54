package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Sensitivity;

/**
 * What a hospital that treats the patient sees now and would see then.
 *
 * @param hides what of the record the terms keep back, where there is any of it
 * @param questions what the patient's passkey is asked to sign, one after the other; none if the hospital signs for him
 */
public record Preview(List<Row> rows, Set<Sensitivity> hides, List<String> questions) {
    public Preview {
        rows = List.copyOf(rows);
        hides = Set.copyOf(hides);
        questions = List.copyOf(questions);
    }

    /** Of something that no passkey signs. */
    public Preview(List<Row> rows, Set<Sensitivity> hides) {
        this(rows, hides, List.of());
    }

    /** The same, which a passkey signs. */
    public Preview asking(List<String> passkey) {
        return new Preview(rows, hides, passkey);
    }

    /** As a page hands them to its script. */
    public Optional<String> options() {
        return questions.isEmpty() ? Optional.empty() : Optional.of("[" + String.join(",", questions) + "]");
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

package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Coding;

/** The conditions and laboratory tests that a question may name. */
public record Choices(List<Condition> conditions, List<Lab> labs) {
    public Choices {
        conditions = List.copyOf(conditions);
        labs = List.copyOf(labs);
    }

    /** A condition; whoever has one of its descendants has it. */
    public record Condition(Coding coding, String name) {}

    /** A laboratory test with the unit in which its limit is given. */
    public record Lab(Coding coding, String name, String unit) {}

    public Optional<Condition> condition(String coding) {
        return conditions.stream()
                .filter(c -> c.coding().toString().equals(coding))
                .findFirst();
    }

    public Optional<Lab> lab(String coding) {
        return labs.stream().filter(l -> l.coding().toString().equals(coding)).findFirst();
    }
}

package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.Snomed;

/** A concept of SNOMED CT while it is put together from the tables of a release. */
final class SnomedConcept {
    private final String id;
    private final boolean active;
    private final List<Value> values = new ArrayList<>(4);
    private final List<String> parents = new ArrayList<>(2);
    private final List<Designation> designations = new ArrayList<>(4);
    private final SortedMap<Integer, TreeSet<String>> groups = new TreeMap<>();
    private String display = "";
    private int rank = Integer.MAX_VALUE;
    private String definition = "";

    SnomedConcept(String id, Table.Row row) {
        this.id = id;
        this.active = row.isActive();
        values.add(new Value(
                Snomed.DEFINED, Boolean.toString(row.cell("definitionStatusId").equals(Snomed.SUFFICIENT))));
        values.add(new Value(Snomed.MODULE, row.cell("moduleId")));
        values.add(new Value(Snomed.EFFECTIVE, row.cell("effectiveTime")));
    }

    String id() {
        return id;
    }

    void below(String parent) {
        parents.add(parent);
    }

    /** An attribute with its value; those of one role group belong together. */
    void relate(Table.Row row, String type, String value) {
        values.add(new Value(type, value));
        try {
            var group = Integer.parseInt(row.cell("relationshipGroup"));
            if (group != 0) {
                groups.computeIfAbsent(group, _ -> new TreeSet<>()).add(Snomed.grouped(type, value));
            }
        } catch (NumberFormatException _) {
            row.problem("relationshipGroup", "is not a number");
        }
    }

    void memberOf(String refset) {
        values.add(new Value(Snomed.MEMBER_OF, refset));
    }

    /**
     * A name.
     *
     * @param rank how good a display it is: the lowest is shown, of equals the first by its text
     */
    void name(Designation designation, int rank) {
        designations.add(designation);
        var better =
                rank < this.rank || (rank == this.rank && designation.value().compareTo(display) < 0);
        if (better) {
            this.rank = rank;
            display = designation.value();
        }
    }

    void define(String text) {
        definition = definition.isEmpty() || text.compareTo(definition) < 0 ? text : definition;
    }

    Row row() {
        groups.forEach(
                (number, group) -> values.add(new Value(Snomed.ROLE_GROUP, number + ":" + String.join(",", group))));
        return new Row(id, new Words(display, definition, designations), !active, false, parents, values);
    }
}

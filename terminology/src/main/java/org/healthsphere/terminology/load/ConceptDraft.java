package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;

/** A concept while it is put together from several tables. */
final class ConceptDraft {
    private static final Set<String> INACTIVE = Set.of("DEPRECATED", "INACTIVE", "RETIRED");

    private final String code;
    private final Set<String> parents = new LinkedHashSet<>();
    private final Set<Value> values = new LinkedHashSet<>();
    private final List<Designation> designations = new ArrayList<>();
    private String display = "";
    private String definition = "";
    private boolean inactive;
    private boolean notSelectable;

    ConceptDraft(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    boolean hasDisplay() {
        return !display.isEmpty();
    }

    /** The display; the first one that says something counts. */
    void display(String text) {
        if (display.isEmpty()) {
            display = text.strip();
        }
    }

    void define(String text) {
        definition = text.strip();
    }

    void below(String parent) {
        if (!parent.equals(code)) {
            parents.add(parent);
        }
    }

    /** A property; a status says whether the concept is in use. */
    void value(String property, String value) {
        if (!value.isBlank()) {
            values.add(new Value(property, value.strip()));
            inactive |= property.equals("STATUS") && INACTIVE.contains(value.strip());
        }
    }

    /** A further name. */
    void name(String language, String use, String value) {
        if (!value.isBlank()) {
            designations.add(new Designation(language, use, value.strip()));
        }
    }

    void inactive(boolean yes) {
        inactive = yes;
    }

    /** It stands for a group of codes, and is not one itself. */
    void group() {
        notSelectable = true;
    }

    Row row() {
        var words = new Words(display.isEmpty() ? code : display, definition, designations);
        return new Row(code, words, inactive, notSelectable, List.copyOf(parents), List.copyOf(values));
    }
}

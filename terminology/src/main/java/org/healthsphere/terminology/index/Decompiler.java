package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Stated;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.Origin;

/** What was compiled into a file, as rows again. */
public final class Decompiler {
    private Decompiler() {}

    /** The content of the file; its parents that do not exist are not known any more. */
    public static Content of(Txi file) {
        return switch (file.kind()) {
            case CODE_SYSTEM -> system(file, new CodeSystemIndex(file));
            case CONCEPT_MAP -> map(file, new ConceptMapIndex(file));
            case NAMING_SYSTEM -> NamingSystemCompiler.read(file);
            case VALUE_SET ->
                switch (ValueSetCompiler.read(file)) {
                    case Outcome.Success<?>(Content valueSet) -> valueSet;
                    default -> throw new IllegalArgumentException("not a compiled value set");
                };
        };
    }

    private static Origin origin(Txi file) {
        return new Origin("", file.source(), file.licence());
    }

    private static CodeSystem system(Txi file, CodeSystemIndex index) {
        List<Row> rows = new ArrayList<>();
        for (var concept = 0; concept < index.size(); concept++) {
            rows.add(row(index, concept));
        }
        var rules = new Rules(
                index.isCaseSensitive(), file.header().path("hierarchyMeaning").asText(), index.properties());
        return new CodeSystem(file.id(), file.title(), index.language(), origin(file), index.facts(), rules, rows);
    }

    private static Row row(CodeSystemIndex index, int concept) {
        List<String> parents = new ArrayList<>();
        for (var parent : index.parents(concept)) {
            parents.add(index.code(parent));
        }
        List<Value> values = new ArrayList<>();
        index.values(concept)
                .forEach((property, some) -> some.forEach(value -> values.add(new Value(property.code(), value))));
        return new Row(
                index.code(concept),
                new Words(index.display(concept), index.definition(concept), index.designations(concept)),
                index.isInactive(concept),
                index.isNotSelectable(concept),
                parents,
                values,
                new Stated(concept + 1, index.extensions(concept)));
    }

    private static ConceptMap map(Txi file, ConceptMapIndex index) {
        return new ConceptMap(file.id(), file.title(), origin(file), index.lines());
    }
}

package org.healthsphere.terminology.index;

import static org.healthsphere.terminology.index.Txi.Kind.VALUE_SET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Clause;

/** Compiles a value set: its definition is the header, in FHIR's own words. */
final class ValueSetCompiler {
    private ValueSetCompiler() {}

    static byte[] compile(ValueSet valueSet) {
        var header = Compiler.header(VALUE_SET, valueSet);
        var compose =
                header.putObject("compose").put("inactive", valueSet.compose().inactive());
        clauses(valueSet.compose().includes(), compose.putArray("include"));
        clauses(valueSet.compose().excludes(), compose.putArray("exclude"));
        return new TxiWriter(header).toBytes();
    }

    /** The value set of a compiled file. */
    static Outcome<ValueSet> read(Txi file) {
        return ContentReader.requested(file.header())
                .map(read -> new ValueSet(
                        file.id(), file.title(), new Origin("", file.source(), file.licence()), read.compose()));
    }

    private static void clauses(List<Clause> clauses, ArrayNode into) {
        clauses.forEach(clause -> clause(clause, into.addObject()));
    }

    private static void clause(Clause clause, ObjectNode into) {
        into.put("system", clause.system().url()).put("version", clause.system().version());
        var concepts = into.putArray("concept");
        clause.codes().forEach(code -> concepts.addObject().put("code", code));
        var filters = into.putArray("filter");
        clause.filters()
                .forEach(filter -> filters.addObject()
                        .put("property", filter.property())
                        .put("op", filter.op())
                        .put("value", filter.value()));
        var valueSets = into.putArray("valueSet");
        clause.valueSets().forEach(valueSets::add);
    }
}
